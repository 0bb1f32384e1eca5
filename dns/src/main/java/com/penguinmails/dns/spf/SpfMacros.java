package com.penguinmails.dns.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Macros of a domain-spec (RFC 7208 section 7). */
final class SpfMacros {
    private static final int MAX_NAME = 253;
    private static final Pattern MACRO = Pattern
            .compile("%(?:([%_-])|\\{([slodiphcrtvSLODIPHCRTV])(\\d{0,3})(r?)([.\\-+,/_=]*)\\})|%");

    private final InetAddress address;
    private final String sender;

    /** @param sender the reverse-path, {@code local@domain} */
    SpfMacros(InetAddress address, String sender) {
        this.address = address;
        this.sender = sender;
    }

    /** @throws IllegalArgumentException if the text uses macros wrongly */
    String expand(String text, String domain) {
        Matcher matcher = MACRO.matcher(text);
        var expanded = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(value(matcher, domain)));
        }
        matcher.appendTail(expanded);
        return shortened(expanded.toString());
    }

    private String value(Matcher matcher, String domain) {
        if (matcher.group(1) != null) {
            return switch (matcher.group(1)) {
                case "%" -> "%";
                case "_" -> " ";
                default -> "%20";
            };
        }
        if (matcher.group(2) == null) {
            throw new IllegalArgumentException("a macro is not of the form %{d}");
        }
        String value = letter(matcher.group(2).toLowerCase(Locale.ROOT), domain);
        String delimiters = matcher.group(5).isEmpty() ? "." : matcher.group(5);
        List<String> parts = new ArrayList<>(Arrays.asList(value.split("[" + Pattern.quote(delimiters) + "]", -1)));
        if (!matcher.group(4).isEmpty()) {
            Collections.reverse(parts);
        }
        int kept = matcher.group(3).isEmpty() ? parts.size() : Integer.parseInt(matcher.group(3));
        if (kept == 0) {
            throw new IllegalArgumentException("a macro keeps no part");
        }
        return String.join(".", parts.subList(Math.max(0, parts.size() - kept), parts.size()));
    }

    private String letter(String letter, String domain) {
        int at = sender.lastIndexOf('@');
        return switch (letter) {
            case "s" -> sender;
            case "l" -> at < 0 ? "postmaster" : sender.substring(0, at);
            case "o" -> sender.substring(at + 1);
            case "d" -> domain;
            case "i" -> address instanceof Inet4Address ? address.getHostAddress() : nibbles();
            case "v" -> address instanceof Inet4Address ? "in-addr" : "ip6";
            // What p stands for must not be relied on, and h is what the client said of itself (sections 5.5 and 7.3).
            case "h" -> domain;
            case "p" -> "unknown";
            default -> throw new IllegalArgumentException("the macro %{" + letter + "} has no place in a record");
        };
    }

    private String nibbles() {
        return HexFormat.of().formatHex(address.getAddress()).chars().mapToObj(Character::toString)
                .collect(Collectors.joining("."));
    }

    /** Too long a name loses labels from the left (section 7.3). */
    private static String shortened(String name) {
        String left = name;
        while (left.length() > MAX_NAME && left.indexOf('.') >= 0) {
            left = left.substring(left.indexOf('.') + 1);
        }
        return left;
    }
}
