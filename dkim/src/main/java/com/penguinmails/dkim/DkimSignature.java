package com.penguinmails.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What a {@code DKIM-Signature} field states (RFC 6376 section 3.5), read and checked for everything that can be checked
 * without the key and the clock. Immutable.
 *
 * @param algorithm {@code a=}
 * @param canonicalizations {@code c=}; simple for both parts if it is missing
 * @param domain {@code d=}, in lower case and with A-labels
 * @param selector {@code s=}
 * @param identityDomain the domain of {@code i=}; the same as {@code domain} if it is missing
 * @param signedFields {@code h=}: names in lower case, in the order of the tag
 * @param bodyHash {@code bh=}, in base64 without white space
 * @param bodyLength {@code l=}: how many octets of the canonical body are signed; empty for all
 * @param timestamp {@code t=}, in seconds of the epoch
 * @param expiration {@code x=}, in seconds of the epoch
 * @param signature {@code b=}, in base64 without white space
 */
public record DkimSignature(
        KeyAlgorithm algorithm,
        Canonicalizations canonicalizations,
        String domain,
        String selector,
        String identityDomain,
        List<String> signedFields,
        String bodyHash,
        OptionalLong bodyLength,
        OptionalLong timestamp,
        OptionalLong expiration,
        String signature) {

    private static final int SHA256_OCTETS = 32;
    private static final int MAX_TIME_DIGITS = 12;
    private static final int MAX_LENGTH_DIGITS = 76;

    /**
     * Reads the field.
     *
     * @throws IllegalArgumentException with the reason if the signature is not one that could ever be valid: broken
     *     syntax, a missing tag, another version, rsa-sha1 (RFC 8301 section 3.1), an identity outside of the domain, From not signed
     */
    static DkimSignature parse(HeaderField field) {
        TagList tags = tagsOf(field);
        if (!required(tags, "v").equals("1")) {
            throw new IllegalArgumentException("v= is not 1");
        }
        requireDnsQuery(tags);
        String domain = DomainNames.normalize("d=", unicode(required(tags, "d")));
        String selector = DomainNames.normalize("s=", unicode(required(tags, "s")));
        var _ = DomainNames.recordName(selector, domain);
        OptionalLong timestamp = number(tags, "t", MAX_TIME_DIGITS);
        OptionalLong expiration = number(tags, "x", MAX_TIME_DIGITS);
        if (timestamp.isPresent() && expiration.isPresent() && expiration.getAsLong() <= timestamp.getAsLong()) {
            throw new IllegalArgumentException("x= is not after t=");
        }
        return new DkimSignature(
                algorithm(required(tags, "a")),
                canonicalizations(tags),
                domain,
                selector,
                identityDomain(tags, domain),
                signedFields(tags),
                base64(tags, "bh", SHA256_OCTETS),
                number(tags, "l", MAX_LENGTH_DIGITS),
                timestamp,
                expiration,
                base64(tags, "b", 0));
    }

    /** The name at which the key record is published. */
    public String recordName() {
        return DomainNames.recordName(selector, domain);
    }

    /** Appends the canonical form of the field that holds this signature, with {@code b=} emptied and no CRLF. */
    static void canonicalizeUnsigned(HeaderField field, Canonicalization form, OctetBuffer out) {
        TagList tags = tagsOf(field);
        int value = valueStart(field);
        OctetBuffer unsigned = new OctetBuffer(field.end() - field.start());
        unsigned.put(field.source(), field.start(), value + tags.rawStart("b"));
        unsigned.put(field.source(), value + tags.rawEnd("b"), field.end());
        form.headerField(unsigned.array(), 0, unsigned.length(), out);
    }

    /** One character for each octet, so that places in the text are places in the field. */
    private static TagList tagsOf(HeaderField field) {
        int value = valueStart(field);
        return TagList.parse(new String(field.source(), value, field.end() - value, ISO_8859_1));
    }

    private static int valueStart(HeaderField field) {
        int at = field.start();
        while (field.source()[at] != ':') {
            at++;
        }
        return at + 1;
    }

    private static String required(TagList tags, String name) {
        return tags.get(name).orElseThrow(() -> new IllegalArgumentException(name + "= is missing"));
    }

    private static KeyAlgorithm algorithm(String value) {
        if (value.equalsIgnoreCase("rsa-sha1")) {
            throw new IllegalArgumentException("a= is rsa-sha1, which is not accepted any more (RFC 8301)");
        }
        return KeyAlgorithm.ofSignatureTag(value)
                .orElseThrow(() -> new IllegalArgumentException("a= is neither rsa-sha256 nor ed25519-sha256"));
    }

    private static Canonicalizations canonicalizations(TagList tags) {
        return Canonicalizations.parse(tags.get("c").orElse("simple/simple"))
                .orElseThrow(() -> new IllegalArgumentException("c= names an unknown canonicalisation"));
    }

    private static void requireDnsQuery(TagList tags) {
        List<String> methods = tags.getItems("q").orElse(List.of("dns/txt"));
        if (methods.stream().noneMatch("dns/txt"::equalsIgnoreCase)) {
            throw new IllegalArgumentException("q= does not name dns/txt");
        }
    }

    private static String identityDomain(TagList tags, String domain) {
        String identity = unicode(tags.getWithoutSpace("i").orElse("@" + domain));
        int at = identity.lastIndexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("i= has no \"@\"");
        }
        String identityDomain = DomainNames.normalize("i=", identity.substring(at + 1));
        if (!DomainNames.isSameOrBelow(identityDomain, domain)) {
            throw new IllegalArgumentException("i= is not in the domain of d=");
        }
        return identityDomain;
    }

    private static List<String> signedFields(TagList tags) {
        List<String> names = tags.getItems("h")
                .orElseThrow(() -> new IllegalArgumentException("h= is missing"))
                .stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        if (names.contains("")) {
            throw new IllegalArgumentException("h= has an empty name");
        }
        if (!names.contains("from")) {
            throw new IllegalArgumentException("From is not signed");
        }
        return names;
    }

    /** @param octets how many the value must encode; 0 for one or more */
    private static String base64(TagList tags, String name, int octets) {
        String value = tags.getWithoutSpace(name)
                .orElseThrow(() -> new IllegalArgumentException(name + "= is missing"));
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException cause) {
            throw new IllegalArgumentException(name + "= is not base64", cause);
        }
        if (octets == 0 ? decoded.length == 0 : decoded.length != octets) {
            throw new IllegalArgumentException(name + "= has not the right length");
        }
        return Base64.getEncoder().encodeToString(decoded);
    }

    /** A value with more digits than a long holds stands for the largest long. */
    private static OptionalLong number(TagList tags, String name, int maxDigits) {
        String digits = tags.get(name).orElse(null);
        if (digits == null) {
            return OptionalLong.empty();
        }
        if (digits.isEmpty() || digits.length() > maxDigits || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(name + "= is no number of at most " + maxDigits + " digits");
        }
        return OptionalLong.of(digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits));
    }

    /** What was read octet by octet, now as UTF-8 (RFC 8616). */
    private static String unicode(String octets) {
        return new String(octets.getBytes(ISO_8859_1), UTF_8);
    }
}
