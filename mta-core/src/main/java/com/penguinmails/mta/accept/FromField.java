package com.penguinmails.mta.accept;

import com.penguinmails.mta.message.Mailbox;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the addresses of a From field (RFC 5322 §3.4): display names, quoted strings, comments, groups and source routes are
 * passed over. Lenient where no address can be mistaken for another: an unquoted comma in a name divides it into pieces without
 * an address, which are nothing. For one thread.
 */
public final class FromField {
    private static final String ATOM_ENDS = "\"()<>,;:[";

    private final String text;
    private final List<Mailbox> mailboxes = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int at;

    private FromField(String text) {
        this.text = text;
    }

    /**
     * The addresses in the order of the field.
     *
     * @throws IllegalArgumentException if there is none or one of them is not valid
     */
    public static List<Mailbox> mailboxes(String value) {
        var field = new FromField(value);
        field.readAll();
        if (field.mailboxes.isEmpty()) {
            throw new IllegalArgumentException("it holds no address");
        }
        return field.mailboxes;
    }

    private void readAll() {
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '"' -> word.append(quoted('"'));
                case '[' -> word.append(quoted(']'));
                case '(' -> skipComment();
                case '<' -> readAngle();
                case ',', ';' -> endOfMailbox();
                case ':' -> endOfGroupName();
                default -> readAtom();
            }
        }
        endOfMailbox();
    }

    private void readAtom() {
        int start = at++;
        while (at < text.length() && ATOM_ENDS.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        word.append(text, start, at);
    }

    /** From the opening to the closing character, both included. */
    private String quoted(char close) {
        int start = at++;
        while (at < text.length() && text.charAt(at) != close) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at + 1, text.length());
        return text.substring(start, at);
    }

    private void skipComment() {
        int depth = 0;
        do {
            char c = text.charAt(at);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            at += c == '\\' ? 2 : 1;
        } while (depth > 0 && at < text.length());
    }

    private void readAngle() {
        at++;
        word.setLength(0);
        while (at < text.length() && text.charAt(at) != '>') {
            switch (text.charAt(at)) {
                case '"' -> word.append(quoted('"'));
                case '[' -> word.append(quoted(']'));
                case '(' -> skipComment();
                case ':' -> {
                    word.setLength(0);
                    at++;
                }
                default -> word.append(text.charAt(at++));
            }
        }
        if (at >= text.length() || word.isEmpty()) {
            throw new IllegalArgumentException("it holds an address that is empty or not closed");
        }
        at++;
        addMailbox();
    }

    private void endOfGroupName() {
        if (word.indexOf("@") >= 0) {
            throw new IllegalArgumentException("it holds a colon behind an address");
        }
        word.setLength(0);
        at++;
    }

    private void endOfMailbox() {
        if (word.indexOf("@") >= 0) {
            addMailbox();
        }
        word.setLength(0);
        at++;
    }

    private void addMailbox() {
        mailboxes.add(Mailbox.parse(withoutSpaces(word.toString())));
        word.setLength(0);
    }

    private static String withoutSpaces(String address) {
        var result = new StringBuilder(address.length());
        boolean quoted = false;
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            quoted ^= c == '"' && (i == 0 || address.charAt(i - 1) != '\\');
            if (quoted || c != ' ' && c != '\t') {
                result.append(c);
            }
        }
        return result.toString();
    }
}
