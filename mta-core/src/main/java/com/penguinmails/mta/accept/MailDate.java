package com.penguinmails.mta.accept;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates as header fields carry them (RFC 5322 §3.3), in UTC. */
public final class MailDate {
    private static final DateTimeFormatter FORM = DateTimeFormatter
            .ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private MailDate() {}

    /** Such as {@code Mon, 23 Nov 2026 06:00:00 +0000}. */
    public static String format(long epochMillis) {
        return FORM.format(Instant.ofEpochMilli(epochMillis));
    }
}
