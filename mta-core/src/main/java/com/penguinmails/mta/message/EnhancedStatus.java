package com.penguinmails.mta.message;

/**
 * An enhanced status code (RFC 3463): class, subject, detail.
 *
 * @param statusClass 2, 4 or 5
 * @param subject 0 to 999
 * @param detail 0 to 999
 */
public record EnhancedStatus(int statusClass, int subject, int detail) {

    public EnhancedStatus {
        boolean validClass = statusClass == 2 || statusClass == 4 || statusClass == 5;
        if (!validClass || subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException("an enhanced status code is 2, 4 or 5, then two numbers up to 999");
        }
    }

    /** @throws IllegalArgumentException if the text is not of the form {@code 5.1.1} */
    public static EnhancedStatus parse(String text) {
        String[] parts = text.split("\\.", 4);
        if (parts.length != 3) {
            throw new IllegalArgumentException("an enhanced status code has three parts");
        }
        return new EnhancedStatus(number(parts[0]), number(parts[1]), number(parts[2]));
    }

    private static int number(String digits) {
        if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("an enhanced status code has parts of 1 to 3 digits");
        }
        return Integer.parseInt(digits);
    }

    @Override
    public String toString() {
        return statusClass + "." + subject + "." + detail;
    }
}
