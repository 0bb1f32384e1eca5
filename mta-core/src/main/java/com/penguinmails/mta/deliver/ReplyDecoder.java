package com.penguinmails.mta.deliver;

import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.message.Reply;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads replies off the wire (RFC 5321 §4.2), however they are cut into pieces. Strict in form and bounded in size: every line
 * has a code from 200 to 599 and then a space, a hyphen or its end; all lines of a reply have the same code; a line has at most
 * {@value #MAX_LINE} octets (the standard's limit is 512, many servers pass it) and a reply {@value #MAX_LINES} lines.
 *
 * <p>A line may end with a bare LF. Control characters in the text become question marks, so they reach no log. The enhanced
 * status code that leads the text (RFC 2034) is taken out of every line that has it. For one thread.
 */
final class ReplyDecoder {
    static final int MAX_LINE = 2048;
    static final int MAX_LINES = 100;
    private static final int FIRST_LINE_ROOM = 256;

    private byte[] line = new byte[FIRST_LINE_ROOM];
    private int length;
    private int code;
    private @Nullable EnhancedStatus enhanced;
    private final List<String> texts = new ArrayList<>();

    /** What the octets so far amount to. */
    sealed interface Decoded {
        /** A whole reply; octets behind it are left unread. */
        record Complete(Reply reply) implements Decoded {}

        /** All octets are read and more are needed. */
        record Incomplete() implements Decoded {}

        /** No reply; nothing more can be read from this server. */
        record Malformed(String problem) implements Decoded {}
    }

    private static final Decoded INCOMPLETE = new Decoded.Incomplete();

    /** Reads at most one reply. */
    Decoded next(ByteBuf in) {
        while (in.isReadable()) {
            byte octet = in.readByte();
            if (octet == '\n') {
                Decoded decoded = endOfLine();
                if (!(decoded instanceof Decoded.Incomplete)) {
                    return decoded;
                }
            } else if (length == MAX_LINE) {
                return new Decoded.Malformed("a reply line of more than " + MAX_LINE + " octets");
            } else {
                append(octet);
            }
        }
        return INCOMPLETE;
    }

    private void append(byte octet) {
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.min(MAX_LINE, length * 2));
        }
        line[length++] = octet;
    }

    private Decoded endOfLine() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        length = 0;
        int lineCode = codeOf(end);
        if (lineCode < 0) {
            return new Decoded.Malformed("a line that is no reply: " + text(0, Math.min(end, 40)));
        }
        if (!texts.isEmpty() && lineCode != code) {
            return new Decoded.Malformed("a reply with the codes " + code + " and " + lineCode);
        }
        if (texts.size() == MAX_LINES) {
            return new Decoded.Malformed("a reply of more than " + MAX_LINES + " lines");
        }
        code = lineCode;
        addText(end);
        return end > 3 && line[3] == '-' ? INCOMPLETE : complete();
    }

    /** The code of a well-formed line, else -1. */
    private int codeOf(int end) {
        if (end < 3 || line[0] < '2' || line[0] > '5' || !isDigit(line[1]) || !isDigit(line[2])) {
            return -1;
        }
        if (end > 3 && line[3] != ' ' && line[3] != '-') {
            return -1;
        }
        return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    private void addText(int end) {
        String text = end > 4 ? text(4, end) : "";
        int space = text.indexOf(' ');
        String head = space < 0 ? text : text.substring(0, space);
        EnhancedStatus status = statusOf(head);
        if (texts.isEmpty()) {
            enhanced = status;
        }
        boolean repeated = status != null && status.equals(enhanced);
        texts.add(repeated ? text.substring(head.length()).strip() : text);
    }

    private static @Nullable EnhancedStatus statusOf(String word) {
        boolean candidate = word.length() >= 5 && word.length() <= 9 && word.charAt(1) == '.'
                && "245".indexOf(word.charAt(0)) >= 0;
        if (!candidate) {
            return null;
        }
        try {
            return EnhancedStatus.parse(word);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private String text(int from, int to) {
        for (int i = from; i < to; i++) {
            if (line[i] >= 0 && line[i] < ' ' || line[i] == 0x7f) {
                line[i] = '?';
            }
        }
        return new String(line, from, to - from, StandardCharsets.UTF_8);
    }

    private Decoded complete() {
        var reply = new Reply(code, enhanced, texts);
        texts.clear();
        enhanced = null;
        return new Decoded.Complete(reply);
    }
}
