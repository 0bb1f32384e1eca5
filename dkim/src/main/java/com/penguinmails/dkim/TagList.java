package com.penguinmails.dkim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tag list: {@code name=value} pairs parted by semicolons, the syntax of signatures and of key records alike (RFC
 * 6376 section 3.2). Names are compared with regard to case, a name stands at most once, folding white space around
 * names and values does not count. Immutable.
 */
final class TagList {

    private final String text;
    private final Map<String, Span> values;

    /** A value's place in the text, white space around it left out. */
    private record Span(int start, int end) {}

    private TagList(String text, Map<String, Span> values) {
        this.text = text;
        this.values = values;
    }

    /**
     * Reads a tag list; one semicolon at the end is allowed.
     *
     * @throws IllegalArgumentException if the syntax is broken or a tag stands twice
     */
    static TagList parse(String text) {
        Map<String, Span> values = new LinkedHashMap<>();
        int at = 0;
        while (at < text.length()) {
            int semicolon = text.indexOf(';', at);
            int end = semicolon < 0 ? text.length() : semicolon;
            boolean last = semicolon < 0;
            if (!(last && !values.isEmpty() && skipSpace(text, at, end) == end)) {
                readTag(text, at, end, values);
            }
            at = end + 1;
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException("tag list is empty");
        }
        return new TagList(text, values);
    }

    /** The value of a tag as it stands, with white space inside; empty if the tag is missing. */
    Optional<String> get(String name) {
        Span span = values.get(name);
        return span == null ? Optional.empty() : Optional.of(text.substring(span.start, span.end));
    }

    /** The value of a tag with all white space taken out, as for base64. */
    Optional<String> getWithoutSpace(String name) {
        return get(name).map(TagList::withoutSpace);
    }

    /** The colon-separated items of a tag, white space around each left out; empty if the tag is missing. */
    Optional<List<String>> getItems(String name) {
        return get(name).map(value -> {
            List<String> items = new ArrayList<>();
            for (String item : value.split(":", -1)) {
                items.add(item.strip());
            }
            return List.copyOf(items);
        });
    }

    /** The name of the first tag. */
    String firstName() {
        return values.keySet().iterator().next();
    }

    /** Index behind the equals sign of a tag that is there. */
    int rawStart(String name) {
        return text.lastIndexOf('=', span(name).start - 1) + 1;
    }

    /** Index of the semicolon that ends a tag that is there, or the length of the text. */
    int rawEnd(String name) {
        int semicolon = text.indexOf(';', span(name).end);
        return semicolon < 0 ? text.length() : semicolon;
    }

    private Span span(String name) {
        Span span = values.get(name);
        if (span == null) {
            throw new IllegalArgumentException("tag " + name + "= is missing");
        }
        return span;
    }

    private static void readTag(String text, int from, int end, Map<String, Span> values) {
        int equals = text.indexOf('=', from);
        if (equals < 0 || equals >= end) {
            throw new IllegalArgumentException("tag list has a part without \"=\"");
        }
        int nameStart = skipSpace(text, from, equals);
        int nameEnd = skipSpaceBack(text, nameStart, equals);
        String name = text.substring(nameStart, nameEnd);
        if (!isName(name)) {
            throw new IllegalArgumentException("tag list has a tag whose name is no name");
        }
        int start = skipSpace(text, equals + 1, end);
        Span span = new Span(start, skipSpaceBack(text, start, end));
        requireValueCharacters(text, span, name);
        if (values.put(name, span) != null) {
            throw new IllegalArgumentException("tag " + name + "= stands twice");
        }
    }

    private static void requireValueCharacters(String text, Span span, String name) {
        for (int at = span.start; at < span.end; at++) {
            char c = text.charAt(at);
            if (c == 0x7f || (c < ' ' && !isSpace(c))) {
                throw new IllegalArgumentException("tag " + name + "= holds a control character");
            }
        }
    }

    private static boolean isName(String name) {
        for (int at = 0; at < name.length(); at++) {
            char c = name.charAt(at);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (at == 0 || !((c >= '0' && c <= '9') || c == '_'))) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= 64;
    }

    private static int skipSpace(String text, int from, int end) {
        int at = from;
        while (at < end && isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int skipSpaceBack(String text, int start, int from) {
        int at = from;
        while (at > start && isSpace(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    private static String withoutSpace(String value) {
        StringBuilder kept = new StringBuilder(value.length());
        for (int at = 0; at < value.length(); at++) {
            if (!isSpace(value.charAt(at))) {
                kept.append(value.charAt(at));
            }
        }
        return kept.toString();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
