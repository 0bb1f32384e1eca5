package com.penguinmails.testkit.smtp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The argument of MAIL or RCPT (RFC 5321 section 4.1.2): the mailbox without angle brackets and source route, and the
 * parameters as sent.
 */
record PathArgument(String address, List<String> parameters) {

    /** Null if the text is not {@code KEYWORD:<path> parameters}. */
    static @Nullable PathArgument parse(String text, String keyword) {
        if (!text.regionMatches(true, 0, keyword, 0, keyword.length())) {
            return null;
        }
        int open = keyword.length();
        while (open < text.length() && text.charAt(open) == ' ') {
            open++;
        }
        if (open >= text.length() || text.charAt(open) != '<') {
            return null;
        }
        int close = closing(text, open + 1);
        boolean delimited = close >= 0 && (close + 1 == text.length() || text.charAt(close + 1) == ' ');
        if (!delimited) {
            return null;
        }
        String rest = text.substring(close + 1).strip();
        return new PathArgument(withoutRoute(text.substring(open + 1, close)),
                rest.isEmpty() ? List.of() : List.of(rest.split(" +", -1)));
    }

    /** Whether a parameter stands there, such as {@code SMTPUTF8} or {@code BODY=8BITMIME}, in any case. */
    boolean has(String parameter) {
        return parameters.stream().anyMatch(parameter::equalsIgnoreCase);
    }

    /** The value of the SIZE parameter (RFC 1870), 0 if it is absent or no number. */
    long declaredSize() {
        for (String parameter : parameters) {
            if (parameter.regionMatches(true, 0, "SIZE=", 0, 5) && parameter.length() < 24) {
                String digits = parameter.substring(5);
                return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
            }
        }
        return 0;
    }

    private static int closing(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    private static String withoutRoute(String path) {
        int colon = path.indexOf(':');
        return path.startsWith("@") && colon > 0 ? path.substring(colon + 1) : path;
    }
}
