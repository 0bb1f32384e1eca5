package com.penguinmails.dns.dmarc;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A record {@code v=DMARC1; …} (RFC 9989 section 4.7). Tags that are not known, and those that RFC 7489 had and RFC 9989 has no more
 * ({@code pct}, {@code rf}, {@code ri}), are read over. Immutable.
 *
 * @param policy {@code p=}: {@code none} (also where it is missing), {@code quarantine} or {@code reject}
 * @param subdomainPolicy {@code sp=}, or what {@code p=} says
 * @param strictDkim {@code adkim=s}
 * @param strictSpf {@code aspf=s}
 * @param publicSuffix {@code psd=}: {@code y}, {@code n}, or {@code u} where it is not said
 * @param testing {@code t=y}: the policy is not to be applied yet
 * @param hasReports whether {@code rua=} names anybody
 */
public record DmarcRecord(String policy, String subdomainPolicy, boolean strictDkim, boolean strictSpf,
        String publicSuffix, boolean testing, boolean hasReports) {
    /** The longest record that is read, in characters. */
    public static final int MAX_LENGTH = 4096;

    /** Whether a TXT record is meant to be one: the version is its first tag, and is compared with regard to case. */
    public static boolean isOne(String text) {
        int semicolon = text.indexOf(';');
        String first = semicolon < 0 ? text : text.substring(0, semicolon);
        int equals = first.indexOf('=');
        return equals > 0 && first.substring(0, equals).strip().equals("v")
                && first.substring(equals + 1).strip().equals("DMARC1");
    }

    /** @throws IllegalArgumentException saying what is wrong */
    public static DmarcRecord parse(String text) {
        if (!isOne(text)) {
            throw new IllegalArgumentException("it does not begin with v=DMARC1");
        }
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("it is longer than " + MAX_LENGTH + " characters");
        }
        Map<String, String> tags = tags(text);
        String policy = policy(tags, "p", "none");
        return new DmarcRecord(policy, policy(tags, "sp", policy), word(tags, "adkim", "r", "rs").equals("s"),
                word(tags, "aspf", "r", "rs").equals("s"), word(tags, "psd", "u", "uyn"),
                word(tags, "t", "n", "yn").equals("y"), !tags.getOrDefault("rua", "").isEmpty());
    }

    private static Map<String, String> tags(String text) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String part : text.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                if (!part.isBlank()) {
                    throw new IllegalArgumentException(
                            "a part has no «=»: tags are name=value with semicolons between");
                }
                continue;
            }
            String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            if (tags.put(name, part.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException("the tag " + name.replaceAll("\\P{Graph}", "?") + "= stands twice");
            }
        }
        return tags;
    }

    private static String policy(Map<String, String> tags, String tag, String otherwise) {
        String value = tags.getOrDefault(tag, otherwise).toLowerCase(Locale.ROOT);
        return switch (value) {
            case "none", "quarantine", "reject" -> value;
            default -> throw new IllegalArgumentException(tag + "= is none of none, quarantine and reject");
        };
    }

    /** A tag of one letter; what is no such letter counts as the default. */
    private static String word(Map<String, String> tags, String tag, String otherwise, String letters) {
        String value = tags.getOrDefault(tag, otherwise).toLowerCase(Locale.ROOT);
        return value.length() == 1 && letters.contains(value) ? value : otherwise;
    }
}
