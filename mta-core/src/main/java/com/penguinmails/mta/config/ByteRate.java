package com.penguinmails.mta.config;

import java.time.Duration;

/**
 * So many octets in a time; in configuration {@code "50MiB/min"}, {@code "1GiB/h"} or {@code "64KiB/s"}.
 *
 * @param size at least one octet
 * @param per a second, a minute, an hour or a day
 */
public record ByteRate(ByteSize size, Duration per) {

    public ByteRate {
        if (size.bytes() < 1) {
            throw new IllegalArgumentException("a byte rate is at least 1B; leave the key out for no limit");
        }
        if (per.isNegative() || per.isZero()) {
            throw new IllegalArgumentException("a rate's period is longer than nothing");
        }
    }

    /** @throws IllegalArgumentException if the text is not of the form above */
    public static ByteRate parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(
                    "a byte rate such as \"50MiB/min\" is expected (B, KiB, MiB, GiB or TiB in s, min, h or d)");
        }
        return new ByteRate(ByteSize.parse(text.substring(0, slash)), Rate.period(text.substring(slash + 1).strip()));
    }

    @Override
    public String toString() {
        return size + "/" + Rate.unit(per);
    }
}
