package com.penguinmails.dkim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;

/**
 * Hashes a body as it streams by, in pieces of any size cut anywhere (RFC 6376 sections 3.4.3 and 3.4.4). The octets
 * are never copied: a run whose canonical form equals its input goes to the digest as it stands.
 *
 * <p>Lines end with CRLF and with nothing else. A bare CR or a bare LF is an ordinary octet of the body, in both
 * canonicalisations; it does not end a line.
 *
 * <p>Held back until it is known whether more text follows: empty lines, in relaxed also white space, and a CR at the
 * end of a piece. One thread at a time; {@link #finish()} ends the use of an instance.
 */
public final class BodyHasher {

    /** No bound on the number of octets that are hashed. */
    static final long UNLIMITED = Long.MAX_VALUE;

    private static final byte[] CRLFS = "\r\n".repeat(512).getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SPACE = {' '};
    private static final byte[] CR = {'\r'};

    private final Canonicalization canonicalization;
    private final MessageDigest digest;
    private final long limit;

    private long canonicalLength;
    private long heldLineEnds;
    private boolean heldSpace;
    private boolean heldCr;

    /** A hasher of a whole body, with a SHA-256 of the chosen provider. */
    public BodyHasher(Canonicalization canonicalization, CryptoProviders crypto) {
        this(canonicalization, crypto, UNLIMITED);
    }

    /** A hasher of only the first {@code limit} canonical octets, as {@code l=} asks of a verifier. */
    BodyHasher(Canonicalization canonicalization, CryptoProviders crypto, long limit) {
        this.canonicalization = canonicalization;
        this.digest = crypto.sha256();
        this.limit = limit;
    }

    /** Hashes a body that is at hand as a whole: {@code length} octets from {@code offset}. */
    public static BodyHash hash(Canonicalization form, CryptoProviders crypto, byte[] body, int offset, int length) {
        BodyHasher hasher = new BodyHasher(form, crypto);
        hasher.update(body, offset, length);
        return hasher.finish();
    }

    /** Takes the next piece of the body. The array is only read, and not kept. */
    public void update(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        if (length == 0) {
            return;
        }
        int at = offset;
        int end = offset + length;
        if (heldCr) {
            heldCr = false;
            if (source[at] == '\n') {
                holdLineEnd();
                at++;
            } else {
                text(CR, 0, 1);
            }
        }
        if (canonicalization == Canonicalization.SIMPLE) {
            updateSimple(source, at, end);
        } else {
            updateRelaxed(source, at, end);
        }
    }

    /** Ends the body and answers its hash. */
    public BodyHash finish() {
        if (heldCr) {
            text(CR, 0, 1);
        }
        // What was emitted ends in text, never in a line end, so exactly one is due; an empty relaxed body has none.
        if (canonicalLength > 0 || canonicalization == Canonicalization.SIMPLE) {
            emit(CRLFS, 0, 2);
        }
        String base64 = Base64.getEncoder().encodeToString(digest.digest());
        return new BodyHash(canonicalization, base64, Math.min(limit, canonicalLength));
    }

    /** Length of the canonical body so far, without regard to a limit. */
    long canonicalLength() {
        return canonicalLength;
    }

    private void updateSimple(byte[] source, int from, int to) {
        int end = to;
        boolean crAtEnd = end > from && source[end - 1] == '\r';
        if (crAtEnd) {
            end--;
        }
        int textEnd = end;
        while (textEnd - 2 >= from && source[textEnd - 2] == '\r' && source[textEnd - 1] == '\n') {
            textEnd -= 2;
        }
        if (textEnd > from) {
            text(source, from, textEnd);
        }
        heldLineEnds += (end - textEnd) / 2;
        heldCr = crAtEnd;
    }

    private void updateRelaxed(byte[] source, int from, int to) {
        int at = from;
        while (at < to) {
            byte octet = source[at];
            if (octet == ' ' || octet == '\t') {
                heldSpace = true;
                at++;
            } else if (octet == '\r' && at + 1 == to) {
                heldCr = true;
                at++;
            } else if (octet == '\r' && source[at + 1] == '\n') {
                holdLineEnd();
                at += 2;
            } else {
                int runEnd = unchangedRun(source, at, to);
                text(source, at, runEnd);
                at = runEnd;
            }
        }
    }

    /** Where the run from {@code at} ends that is its own canonical form; it starts with an octet of text. */
    private static int unchangedRun(byte[] source, int at, int to) {
        int end = at + 1;
        while (end < to) {
            byte octet = source[end];
            if (isText(octet)) {
                end++;
            } else if (octet == ' ' && end + 1 < to && isText(source[end + 1])) {
                end += 2;
            } else if (octet == '\r' && end + 2 < to && source[end + 1] == '\n' && isText(source[end + 2])) {
                end += 3;
            } else {
                return end;
            }
        }
        return end;
    }

    private static boolean isText(byte octet) {
        return octet != ' ' && octet != '\t' && octet != '\r';
    }

    private void holdLineEnd() {
        heldSpace = false;
        heldLineEnds++;
    }

    /** Emits text, and before it what was held back. */
    private void text(byte[] source, int from, int to) {
        while (heldLineEnds > 0) {
            int lines = (int) Math.min(heldLineEnds, CRLFS.length / 2);
            emit(CRLFS, 0, lines * 2);
            heldLineEnds -= lines;
        }
        if (heldSpace) {
            emit(SPACE, 0, 1);
            heldSpace = false;
        }
        emit(source, from, to);
    }

    private void emit(byte[] source, int from, int to) {
        long room = limit - Math.min(limit, canonicalLength);
        int hashed = (int) Math.min(room, to - from);
        digest.update(source, from, hashed);
        canonicalLength += to - from;
    }
}
