package com.penguinmails.mta.accept.smtp;

/**
 * The argument of MAIL or RCPT taken apart (RFC 5321 §4.1.2): {@code FROM:<path> parameters}. Spaces behind the colon are let
 * pass; a source route is dropped (RFC 5321 appendix C).
 *
 * @param address what stood in the angle brackets; empty for the null path
 * @param parameters what stood behind them, empty for nothing
 */
record PathArgument(String address, String parameters) {

    /**
     * Takes an argument apart.
     *
     * @param keyword {@code FROM:} or {@code TO:}
     * @throws IllegalArgumentException if it is not of that form
     */
    static PathArgument parse(String argument, String keyword) {
        if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
            throw new IllegalArgumentException(keyword + "<address> is expected");
        }
        String rest = argument.substring(keyword.length()).stripLeading();
        int end = closingBracket(rest);
        if (!rest.startsWith("<") || end < 0) {
            throw new IllegalArgumentException("the address stands in angle brackets: " + keyword + "<address>");
        }
        String parameters = rest.substring(end + 1);
        if (!parameters.isEmpty() && parameters.charAt(0) != ' ') {
            throw new IllegalArgumentException("a space is expected behind the angle bracket");
        }
        return new PathArgument(withoutRoute(rest.substring(1, end)), parameters.strip());
    }

    boolean isAscii() {
        for (int i = 0; i < address.length(); i++) {
            if (address.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static int closingBracket(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
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
        int colon = path.startsWith("@") ? path.indexOf(':') : -1;
        return path.substring(colon + 1);
    }
}
