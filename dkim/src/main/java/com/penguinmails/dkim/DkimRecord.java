package com.penguinmails.dkim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A key record: what a signing domain publishes as TXT at {@code selector._domainkey.domain} (RFC 6376 section 3.6.1).
 * The tags {@code g=} and {@code n=} are read over. Immutable.
 *
 * @param algorithm the kind of key, {@code k=}
 * @param publicKey the key in base64, without white space; empty if the key is revoked
 * @param hashes the hash algorithms the key may be used with, {@code h=}; empty for any
 * @param services the services the key is for, {@code s=}; empty for any
 * @param flags {@code t=}: {@code y} for a domain that tests DKIM, {@code s} for no subdomains in {@code i=}
 */
public record DkimRecord(
        KeyAlgorithm algorithm,
        String publicKey,
        Set<String> hashes,
        Set<String> services,
        Set<String> flags) {

    /** The longest record that is read, in characters. */
    public static final int MAX_LENGTH = 8192;

    /** The longest string inside a TXT record (RFC 1035 section 3.3.14), in octets. */
    private static final int MAX_STRING = 255;

    public DkimRecord {
        hashes = Set.copyOf(hashes);
        services = Set.copyOf(services);
        flags = Set.copyOf(flags);
    }

    /** The record for a key that may be used with any hash and service. */
    static DkimRecord of(KeyAlgorithm algorithm, String publicKey) {
        return new DkimRecord(algorithm, publicKey, Set.of(), Set.of(), Set.of());
    }

    /**
     * Reads a record whose strings are already joined.
     *
     * @throws IllegalArgumentException if it is no key record of DKIM, or one of an unknown kind
     */
    public static DkimRecord parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("key record is longer than " + MAX_LENGTH + " characters");
        }
        TagList tags = TagList.parse(text);
        Optional<String> version = tags.get("v");
        if (version.isPresent() && !(version.get().equals("DKIM1") && tags.firstName().equals("v"))) {
            throw new IllegalArgumentException("key record: v= is not DKIM1, or does not come first");
        }
        String kind = tags.get("k").orElse(KeyAlgorithm.RSA.keyTag());
        KeyAlgorithm algorithm = KeyAlgorithm.ofKeyTag(kind)
                .orElseThrow(() -> new IllegalArgumentException("key record: k= is neither rsa nor ed25519"));
        String publicKey = tags.getWithoutSpace("p")
                .orElseThrow(() -> new IllegalArgumentException("key record: p= is missing"));
        return new DkimRecord(algorithm, publicKey, words(tags, "h"), words(tags, "s"), words(tags, "t"));
    }

    /** Whether the domain has withdrawn the key. */
    public boolean revoked() {
        return publicKey.isEmpty();
    }

    /** Whether the domain says that it is testing DKIM: then a signature must change nothing for a message. */
    public boolean testing() {
        return flags.contains("y");
    }

    /** Whether the domain of {@code i=} must be {@code d=} itself and not a subdomain. */
    public boolean strictIdentity() {
        return flags.contains("s");
    }

    boolean allowsSha256() {
        return hashes.isEmpty() || hashes.contains("sha256");
    }

    boolean allowsEmail() {
        return services.isEmpty() || services.contains("*") || services.contains("email");
    }

    /** The record as one text, for example {@code v=DKIM1; k=rsa; p=MIIB...}. */
    public String text() {
        StringBuilder text = new StringBuilder("v=DKIM1; k=").append(algorithm.keyTag());
        appendWords(text, "h", hashes);
        appendWords(text, "s", services);
        appendWords(text, "t", flags);
        return text.append("; p=").append(publicKey).toString();
    }

    /** The text cut into strings of at most 255 octets, as a TXT record holds them; readers join them again. */
    public List<String> strings() {
        String text = text();
        List<String> strings = new ArrayList<>();
        for (int at = 0; at < text.length(); at += MAX_STRING) {
            strings.add(text.substring(at, Math.min(text.length(), at + MAX_STRING)));
        }
        return List.copyOf(strings);
    }

    /** The record as a line of a zone file (RFC 1035 section 5.1), at a name given without its final dot. */
    public String zoneFileLine(String name) {
        StringBuilder line = new StringBuilder(name).append(". IN TXT");
        List<String> strings = strings();
        if (strings.size() > 1) {
            line.append(" (");
        }
        for (String string : strings) {
            line.append(" \"").append(string).append('"');
        }
        return strings.size() > 1 ? line.append(" )").toString() : line.toString();
    }

    private static Set<String> words(TagList tags, String name) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : tags.getItems(name).orElse(List.of())) {
            words.add(word.toLowerCase(Locale.ROOT));
        }
        return words;
    }

    private static void appendWords(StringBuilder text, String name, Set<String> words) {
        if (!words.isEmpty()) {
            text.append("; ").append(name).append('=');
            text.append(String.join(":", words.stream().sorted().toList()));
        }
    }
}
