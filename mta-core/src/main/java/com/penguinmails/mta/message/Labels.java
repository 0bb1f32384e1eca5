package com.penguinmails.mta.message;

/**
 * Whom a message is accounted to. Each is 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}, the campaign and the tag may be
 * empty.
 *
 * @param tenant the customer
 * @param campaign the campaign or stream within the tenant; empty when there is none
 * @param tag a free word of the sender, carried through to the events; empty when there is none
 */
public record Labels(String tenant, String campaign, String tag) {
    private static final int MAX_LENGTH = 64;

    /** @throws IllegalArgumentException naming the label, the limit and the mend */
    public Labels {
        if (tenant.isEmpty()) {
            throw new IllegalArgumentException("tenant must not be empty");
        }
        require("tenant", tenant);
        require("campaign", campaign);
        require("tag", tag);
    }

    public static Labels ofTenant(String tenant) {
        return new Labels(tenant, "", "");
    }

    private static void require(String name, String value) {
        boolean valid = value.length() <= MAX_LENGTH;
        for (int i = 0; i < value.length() && valid; i++) {
            valid = isAllowed(value.charAt(i));
        }
        if (!valid) {
            throw new IllegalArgumentException(
                    name + " may have at most " + MAX_LENGTH + " characters of A-Z a-z 0-9 . _ -");
        }
    }

    private static boolean isAllowed(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
    }
}
