package com.penguinmails.mta.deliver;

import com.penguinmails.mta.message.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a receiver offers in its answer to EHLO (RFC 5321 §4.1.1.1). What it offered before STARTTLS is forgotten after it
 * (RFC 3207 §4.2).
 */
record Capabilities(boolean pipelining, boolean chunking, boolean eightBitMime, boolean smtpUtf8, boolean dsn,
        boolean startTls, boolean requireTls, Size size) {

    /**
     * The SIZE extension (RFC 1870).
     *
     * @param offered whether MAIL may say a size
     * @param limit in octets; 0 for none
     */
    record Size(boolean offered, long limit) {
        boolean admits(long octets) {
            return limit == 0 || octets <= limit;
        }
    }

    /** A receiver that only knows HELO. */
    static Capabilities none() {
        return of(Map.of());
    }

    /** Of the positive answer to EHLO, whose first line is the receiver's name; unknown keywords are passed over. */
    static Capabilities of(Reply ehlo) {
        Map<String, String> keywords = new HashMap<>();
        List<String> lines = ehlo.lines();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String text = line.strip();
            int space = text.indexOf(' ');
            String keyword = space < 0 ? text : text.substring(0, space);
            keywords.put(keyword.toUpperCase(Locale.ROOT), space < 0 ? "" : text.substring(space + 1).strip());
        }
        return of(keywords);
    }

    private static Capabilities of(Map<String, String> keywords) {
        String size = keywords.get("SIZE");
        return new Capabilities(keywords.containsKey("PIPELINING"), keywords.containsKey("CHUNKING"),
                keywords.containsKey("8BITMIME"), keywords.containsKey("SMTPUTF8"), keywords.containsKey("DSN"),
                keywords.containsKey("STARTTLS"), keywords.containsKey("REQUIRETLS"),
                size == null ? new Size(false, 0) : new Size(true, limit(size)));
    }

    /** A limit that is no number is none (RFC 1870 §4 lets it be left out). */
    private static long limit(String digits) {
        boolean number = !digits.isEmpty() && digits.length() <= 18
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Long.parseLong(digits) : 0;
    }

    /** The same without CHUNKING, for a receiver that offers it and then refuses BDAT. */
    Capabilities withoutChunking() {
        return new Capabilities(pipelining, false, eightBitMime, smtpUtf8, dsn, startTls, requireTls, size);
    }
}
