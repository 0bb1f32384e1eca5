package com.penguinmails.dns.spf;

import com.penguinmails.dns.spf.SpfTerm.Kind;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A record {@code v=spf1 …} (RFC 7208 sections 4 to 6). Immutable.
 */
public final class SpfRecord {
    /** The longest record that is read, in characters. */
    public static final int MAX_LENGTH = 4096;

    private static final String VERSION = "v=spf1";
    private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)=(.*)");
    private static final Pattern MECHANISM = Pattern
            .compile("([+?~-]?)([A-Za-z][A-Za-z0-9]*)(?::([^/]*(?:/[^/0-9][^/]*)*))?(?:/(\\d{1,3}))?(?://(\\d{1,3}))?");
    private static final Pattern NETWORK = Pattern.compile("([+?~-]?)(ip[46]):([0-9A-Fa-f:.]+)(?:/(\\d{1,3}))?",
            Pattern.CASE_INSENSITIVE);

    private final List<SpfTerm> mechanisms;
    private final Optional<SpfTerm> redirect;

    private SpfRecord(List<SpfTerm> mechanisms, Optional<SpfTerm> redirect) {
        this.mechanisms = List.copyOf(mechanisms);
        this.redirect = redirect;
    }

    /** Whether a TXT record is meant to be one: its version stands alone or before a space (section 4.5). */
    public static boolean isOne(String text) {
        return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
                && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
    }

    /** @throws IllegalArgumentException saying which term is wrong: a receiver makes a permanent error of it */
    public static SpfRecord parse(String text) {
        if (!isOne(text)) {
            throw new IllegalArgumentException("it does not begin with v=spf1");
        }
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("it is longer than " + MAX_LENGTH + " characters");
        }
        List<SpfTerm> mechanisms = new ArrayList<>();
        Optional<SpfTerm> redirect = Optional.empty();
        for (String word : text.substring(VERSION.length()).strip().split(" +", -1)) {
            Matcher modifier = MODIFIER.matcher(word);
            if (word.isEmpty() || modifier.matches() && !modifier.group(1).equalsIgnoreCase("redirect")) {
                // exp= and modifiers that nobody knows change no result.
                continue;
            }
            if (!modifier.matches()) {
                mechanisms.add(mechanism(word));
            } else if (redirect.isPresent()) {
                throw new IllegalArgumentException("redirect= stands twice");
            } else {
                redirect = Optional.of(term(SpfResult.NEUTRAL, Kind.REDIRECT, required(modifier.group(2), word)));
            }
        }
        return new SpfRecord(mechanisms, redirect);
    }

    List<SpfTerm> mechanisms() {
        return mechanisms;
    }

    /** Followed where no mechanism matches; with {@code all} in the record it means nothing (section 6.1). */
    Optional<SpfTerm> redirect() {
        return mechanisms.stream().anyMatch(term -> term.kind() == Kind.ALL) ? Optional.empty() : redirect;
    }

    /** What is said of every address that no other term matches; empty: nothing, which counts as neutral. */
    public Optional<SpfResult> otherwise() {
        return mechanisms.stream().filter(term -> term.kind() == Kind.ALL).map(SpfTerm::result).findFirst();
    }

    /** Whether a term {@code include:} names this domain. */
    public boolean includes(String domain) {
        return mechanisms.stream()
                .anyMatch(term -> term.kind() == Kind.INCLUDE && term.domain().equalsIgnoreCase(domain));
    }

    private static SpfTerm mechanism(String word) {
        Matcher network = NETWORK.matcher(word);
        if (network.matches()) {
            return network(network, word);
        }
        Matcher mechanism = MECHANISM.matcher(word);
        if (!mechanism.matches()) {
            throw wrong(word);
        }
        SpfResult result = result(mechanism.group(1));
        String domain = mechanism.group(3) == null ? "" : required(mechanism.group(3), word);
        boolean plain = mechanism.group(4) == null && mechanism.group(5) == null;
        Kind kind = kind(mechanism.group(2), word);
        return switch (kind) {
            case A, MX -> new SpfTerm(result, kind, domain, null, bits(mechanism.group(4), 32, word),
                    bits(mechanism.group(5), 128, word));
            case INCLUDE, EXISTS -> term(result, kind, plainly(plain, required(domain, word), word));
            case PTR -> term(result, kind, plainly(plain, domain, word));
            case ALL -> term(result, kind, plainly(plain && domain.isEmpty(), domain, word));
            case IP4, IP6, REDIRECT -> throw wrong(word);
        };
    }

    private static Kind kind(String name, String word) {
        for (Kind kind : Kind.values()) {
            if (kind.name().equalsIgnoreCase(name)) {
                return kind;
            }
        }
        throw wrong(word);
    }

    private static String plainly(boolean plain, String domain, String word) {
        if (!plain) {
            throw wrong(word);
        }
        return domain;
    }

    private static SpfTerm network(Matcher matcher, String word) {
        boolean four = matcher.group(2).equalsIgnoreCase("ip4");
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(matcher.group(3));
        } catch (IllegalArgumentException e) {
            throw wrong(word);
        }
        if (address instanceof Inet4Address != four) {
            throw wrong(word);
        }
        int bits = bits(matcher.group(4), four ? 32 : 128, word);
        return new SpfTerm(result(matcher.group(1)), four ? Kind.IP4 : Kind.IP6, "", address, bits, bits);
    }

    private static SpfTerm term(SpfResult result, Kind kind, String domain) {
        return new SpfTerm(result, kind, domain, null, 32, 128);
    }

    private static SpfResult result(String sign) {
        return switch (sign) {
            case "-" -> SpfResult.FAIL;
            case "~" -> SpfResult.SOFTFAIL;
            case "?" -> SpfResult.NEUTRAL;
            default -> SpfResult.PASS;
        };
    }

    private static int bits(@Nullable String digits, int most, String word) {
        int bits = digits == null ? most : Integer.parseInt(digits);
        if (bits > most) {
            throw wrong(word);
        }
        return bits;
    }

    private static String required(String domain, String word) {
        if (domain.isEmpty()) {
            throw wrong(word);
        }
        return domain;
    }

    private static IllegalArgumentException wrong(String word) {
        String shown = word.length() > 60 ? word.substring(0, 60) + "…" : word;
        return new IllegalArgumentException("«" + shown.replaceAll("\\p{C}", "?") + "» is no term of SPF");
    }
}
