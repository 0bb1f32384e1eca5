package com.penguinmails.mta.compose;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes header fields (RFC 5322 §2.2): folded at blanks so that lines stay within 78 octets where a blank allows it, text outside
 * ASCII as encoded words. Values are expected without CR, LF and NUL; {@link DraftChecker} sees to that.
 */
final class HeaderWriter {
    private static final int LINE = 78;
    private final ByteArrayOutputStream out;
    private int column;
    private boolean empty;

    HeaderWriter(ByteArrayOutputStream out) {
        this.out = out;
    }

    /** A field of free text (RFC 5322 §3.2.5). */
    void text(String name, String value) {
        start(name);
        String plain = value.strip();
        if (EncodedWords.isNeeded(plain)) {
            EncodedWords.encode(plain, column).forEach(this::token);
        } else {
            tokens(plain);
        }
        end();
    }

    /** A field whose value is already in its final form: only folded. */
    void structured(String name, String value) {
        start(name);
        tokens(value);
        end();
    }

    /** A field of addresses (RFC 5322 §3.6.3). */
    void addresses(String name, List<MailAddress> addresses) {
        start(name);
        for (int i = 0; i < addresses.size(); i++) {
            address(addresses.get(i), i + 1 < addresses.size() ? "," : "");
        }
        end();
    }

    /** The empty line behind the last field. */
    void endOfHeader() {
        write("\r\n");
    }

    private void address(MailAddress address, String separator) {
        String name = address.name().strip();
        if (name.isEmpty()) {
            token(address.mailbox() + separator);
            return;
        }
        if (EncodedWords.isNeeded(name)) {
            EncodedWords.encode(name, Math.min(column, LINE / 2)).forEach(this::token);
        } else if (isAtoms(name)) {
            tokens(name);
        } else {
            tokens('"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }
        token('<' + address.mailbox().toString() + '>' + separator);
    }

    private static boolean isAtoms(String name) {
        return name.chars()
                .allMatch(c -> c == ' ' || Character.isLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0);
    }

    private void start(String name) {
        write(name);
        write(":");
        column = name.length() + 1;
        empty = true;
    }

    /** Every blank stays: a fold is set before it, never in its place. */
    private void tokens(String value) {
        int from = 0;
        while (from < value.length()) {
            int blank = nextBlank(value, from + 1);
            emit(value.substring(from, blank), from == 0);
            from = blank;
        }
        if (value.isEmpty()) {
            write(" ");
        }
    }

    private static int nextBlank(String value, int from) {
        for (int i = from; i < value.length(); i++) {
            boolean blank = value.charAt(i) == ' ' || value.charAt(i) == '\t';
            // A run of blanks belongs to the word behind it: a line of blanks alone would be an obsolete fold.
            boolean inRun = value.charAt(i - 1) == ' ' || value.charAt(i - 1) == '\t';
            if (blank && !inRun && hasWordBehind(value, i)) {
                return i;
            }
        }
        return value.length();
    }

    private static boolean hasWordBehind(String value, int from) {
        return !value.substring(from).isBlank();
    }

    private void token(String token) {
        emit(token, true);
    }

    private void emit(String piece, boolean needsBlank) {
        String text = needsBlank ? " " + piece : piece;
        int octets = text.getBytes(StandardCharsets.UTF_8).length;
        // Readers that unfold by the letter would take a fold right behind the name for a part of the value.
        if (column + octets > LINE && !empty) {
            write("\r\n");
            column = 0;
        }
        empty = false;
        write(text);
        column += octets;
    }

    private void end() {
        write("\r\n");
    }

    private void write(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        out.write(octets, 0, octets.length);
    }

    /** The value of {@code Content-Disposition} with a file name: plain where ASCII allows, else by RFC 2231 in pieces. */
    static String disposition(String kind, @Nullable String filename) {
        if (filename == null || filename.isEmpty()) {
            return kind;
        }
        boolean plain = filename.length() <= 60 && filename.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        return plain
                ? kind + "; filename=\"" + filename.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : kind + ExtendedParameter.encode("filename", filename);
    }
}
