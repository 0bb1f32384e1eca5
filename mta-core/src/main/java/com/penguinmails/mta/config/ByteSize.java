package com.penguinmails.mta.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of octets; in configuration {@code "64KiB"}, {@code "25MiB"}, {@code "1GiB"} or a plain number with {@code B}. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*(B|KiB|MiB|GiB|TiB)");
    private static final long MOST_BYTES = 1L << 60;

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative");
        }
    }

    /** @throws IllegalArgumentException if the text is not of the form above */
    public static ByteSize parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a size such as \"25MiB\" is expected (B, KiB, MiB, GiB or TiB)");
        }
        int shift = switch (matcher.group(2)) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            case "TiB" -> 40;
            default -> 0;
        };
        long amount = Long.parseLong(matcher.group(1));
        if (amount > MOST_BYTES >> shift) {
            throw new IllegalArgumentException("a size is at most 1048576TiB");
        }
        return new ByteSize(amount << shift);
    }

    public static ByteSize ofKiB(long kib) {
        return new ByteSize(kib << 10);
    }

    public static ByteSize ofMiB(long mib) {
        return new ByteSize(mib << 20);
    }

    /** As an {@code int}, for sizes that bound a buffer; larger ones become the largest {@code int}. */
    public int toInt() {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        long value = bytes;
        int unit = 0;
        while (value != 0 && value % 1024 == 0 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%d%s", value, units[unit]);
    }
}
