package com.penguinmails.dns;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A domain name as it goes on the wire: lower case, A-labels for international names (IDNA 2003, RFC 3490), no trailing
 * dot.
 *
 * <p>A label has 1 to 63 of the characters {@code a-z 0-9 - _} (the underscore for names such as {@code _dmarc}), the
 * whole at most 253 (RFC 1035, section 2.3.4). Two names are equal if they are the same name in DNS. Immutable.
 */
public final class DomainName implements Comparable<DomainName> {
    /** The name of the DNS root, {@code .}: never a host, but the host that a null MX names (RFC 7505). */
    public static final DomainName ROOT = new DomainName(".");

    private static final int MAX_LENGTH = 253;
    private static final int MAX_LABEL = 63;

    private final String text;

    private DomainName(String text) {
        this.text = text;
    }

    /**
     * The name that a text stands for.
     *
     * @param text a domain name in A-labels or U-labels, without a trailing dot
     * @throws IllegalArgumentException if it is no domain name; the message says which rule it breaks
     */
    public static DomainName of(String text) {
        String ascii = toAscii(text);
        String problem = problemOf(ascii);
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException("domain name «" + printable(text) + "»: " + problem);
        }
        return new DomainName(ascii);
    }

    /** The name that a text stands for, or nothing if it is no domain name; for text from outside. */
    public static Optional<DomainName> parse(String text) {
        String ascii = toAscii(text);
        return problemOf(ascii).isEmpty() ? Optional.of(new DomainName(ascii)) : Optional.empty();
    }

    /** The name under which the PTR record of an address stands (RFC 1035, section 3.5; RFC 3596, section 2.5). */
    public static DomainName reverse(InetAddress address) {
        byte[] octets = address.getAddress();
        StringBuilder name = new StringBuilder(MAX_LABEL + 10);
        for (int i = octets.length - 1; i >= 0; i--) {
            int octet = octets[i] & 0xff;
            if (address instanceof Inet4Address) {
                name.append(octet).append('.');
            } else {
                name.append(HexFormat.of().toLowHexDigit(octet)).append('.');
                name.append(HexFormat.of().toLowHexDigit(octet >> 4)).append('.');
            }
        }
        return new DomainName(name.append(address instanceof Inet4Address ? "in-addr.arpa" : "ip6.arpa").toString());
    }

    /** The labels from the leftmost to the top level; none for the root. */
    public List<String> labels() {
        return isRoot() ? List.of() : List.of(text.split("\\."));
    }

    /** Whether this is the root, {@code .}. */
    public boolean isRoot() {
        return text.equals(".");
    }

    @Override
    public int compareTo(DomainName other) {
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DomainName name && name.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The name in lower-case A-labels, without a trailing dot; {@code .} for the root. */
    @Override
    public String toString() {
        return text;
    }

    /** Lower-case A-labels; a text that has none is given back as it is, for {@link #problemOf} to refuse. */
    private static String toAscii(String text) {
        if (text.length() > MAX_LENGTH || text.chars().allMatch(c -> c < 0x80)) {
            return text.toLowerCase(Locale.ROOT);
        }
        try {
            return IDN.toASCII(text).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String problemOf(String ascii) {
        if (ascii.isEmpty() || ascii.length() > MAX_LENGTH) {
            return "has " + ascii.length() + " characters, allowed are 1 to " + MAX_LENGTH;
        }
        if (ascii.endsWith(".")) {
            return "ends with a dot; leave it out";
        }
        for (String label : ascii.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > MAX_LABEL) {
                return "has a label of " + label.length() + " characters, allowed are 1 to " + MAX_LABEL;
            }
            if (!label.chars().allMatch(DomainName::isAllowed)) {
                return "has a character that is not one of a-z, 0-9, hyphen and underscore, nor part of an international name";
            }
        }
        return "";
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /** What a log line may show of a text from outside: no control characters, and not much of it. */
    private static String printable(String text) {
        String head = text.length() > MAX_LABEL ? text.substring(0, MAX_LABEL) + "…" : text;
        return head.replaceAll("\\p{C}", "?");
    }
}
