package com.penguinmails.control.domain;

import com.penguinmails.dns.DomainName;
import java.util.List;
import java.util.Set;

/** Which names can be somebody's mail domain. */
final class DomainNames {
    /** Leaves room for a selector and {@code _domainkey} before it, within the 253 characters of a name. */
    static final int MAX_LENGTH = 200;
    /** Where nobody has a mail domain (RFC 6761, RFC 6762, RFC 7686, RFC 3172). */
    private static final Set<String> NOBODYS = Set.of("arpa", "invalid", "local", "localhost", "onion");

    private DomainNames() {}

    /**
     * The name that a text stands for: in any case, in U-labels or A-labels, with or without a final dot.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static DomainName parse(String text) {
        String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        DomainName name = DomainName.of(bare);
        List<String> labels = name.labels();
        if (name.toString().length() > MAX_LENGTH) {
            throw new IllegalArgumentException("at most " + MAX_LENGTH
                    + " characters, so that records below the domain have room for their names");
        }
        if (labels.size() < 2) {
            throw new IllegalArgumentException("a top-level domain is no customer's: give a name such as example.com");
        }
        if (NOBODYS.contains(labels.getLast()) || labels.getLast().chars().allMatch(Character::isDigit)) {
            throw new IllegalArgumentException("nobody has a mail domain there: give a name such as example.com");
        }
        for (String label : labels) {
            if (label.startsWith("-") || label.endsWith("-") || label.contains("_")) {
                throw new IllegalArgumentException(
                        "a label has letters, digits and hyphens, and begins and ends with none of the latter");
            }
        }
        return name;
    }
}
