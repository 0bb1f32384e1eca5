package com.penguinmails.mta.outcome;

import com.penguinmails.mta.message.Reply;
import java.util.ArrayList;
import java.util.List;

/** Makes text from outside fit to be stored, logged and sent on: one line, no control characters, bounded. */
final class Diagnostics {
    static final int MAX_LENGTH = 1000;

    private Diagnostics() {}

    /** At most {@value #MAX_LENGTH} characters without controls; lone surrogates are replaced too. */
    static String clean(String text) {
        return text.length() <= MAX_LENGTH && isPrintableAscii(text) ? text : cleaned(text);
    }

    private static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static String cleaned(String text) {
        String head = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 1) + "…";
        var clean = new StringBuilder(head.length());
        head.codePoints().forEach(c -> clean.appendCodePoint(isPlain(c) ? c : '?'));
        return clean.toString();
    }

    /** The reply with as many of its lines as fit into the same bound, so that no receiver fills our logs. */
    static Reply bounded(Reply reply) {
        List<String> kept = new ArrayList<>();
        int room = MAX_LENGTH;
        for (String line : reply.lines()) {
            if (room <= 0) {
                break;
            }
            String clean = clean(line.length() <= room ? line : line.substring(0, room));
            kept.add(clean);
            room -= clean.length() + 1;
        }
        return new Reply(reply.code(), reply.enhanced(), kept);
    }

    private static boolean isPlain(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR && type != Character.PARAGRAPH_SEPARATOR;
    }
}
