package com.penguinmails.mta.compose;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Text outside ASCII in header fields (RFC 2047): base 64 of UTF-8, no word longer than 75 characters, no character divided between
 * two words.
 */
final class EncodedWords {
    private static final String START = "=?UTF-8?B?";
    private static final String END = "?=";
    /** A line with an encoded word has at most 76 characters, its blank among them. */
    private static final int LINE = 75;

    private EncodedWords() {}

    /** Whether the text would be misread as it stands: not printable ASCII, or itself of the form of an encoded word. */
    static boolean isNeeded(String text) {
        return text.contains("=?") || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f || c == '\t');
    }

    /**
     * The encoded words; blanks between two of them do not count when read.
     *
     * @param column how much of the first word's line is taken
     */
    static List<String> encode(String text, int column) {
        var words = new ArrayList<String>();
        int start = 0;
        int octets = 0;
        int room = Math.max(4, roomAt(column));
        for (int i = 0; i < text.length();) {
            int codePoint = text.codePointAt(i);
            int size = codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (octets + size > room) {
                words.add(word(text.substring(start, i)));
                start = i;
                octets = 0;
                room = roomAt(0);
            }
            octets += size;
            i += Character.charCount(codePoint);
        }
        words.add(word(text.substring(start)));
        return words;
    }

    private static int roomAt(int column) {
        return (LINE - column - START.length() - END.length()) / 4 * 3;
    }

    private static String word(String part) {
        return START + Base64.getEncoder().encodeToString(part.getBytes(StandardCharsets.UTF_8)) + END;
    }
}
