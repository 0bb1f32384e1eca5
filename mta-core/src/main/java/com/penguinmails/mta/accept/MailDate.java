package com.penguinmails.mta.accept;

import java.time.LocalDate;

/** Dates as header fields carry them (RFC 5322 §3.3), in UTC. Made for every message, so without a formatter. */
public final class MailDate {
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int NAME = 3;
    private static final int MILLIS_PER_SECOND = 1000;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int SECONDS_PER_HOUR = 3_600;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int LENGTH = 31;

    private MailDate() {}

    /**
     * Such as {@code Mon, 23 Nov 2026 06:00:00 +0000}.
     *
     * @param epochMillis of the years 1000 to 9999
     */
    public static String format(long epochMillis) {
        long seconds = Math.floorDiv(epochMillis, MILLIS_PER_SECOND);
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY));
        int second = Math.floorMod(seconds, SECONDS_PER_DAY);
        var text = new StringBuilder(LENGTH);
        name(text, DAYS, date.getDayOfWeek().getValue()).append(", ").append(date.getDayOfMonth()).append(' ');
        name(text, MONTHS, date.getMonthValue()).append(' ').append(date.getYear()).append(' ');
        twoDigits(text, second / SECONDS_PER_HOUR).append(':');
        twoDigits(text, second / SECONDS_PER_MINUTE % SECONDS_PER_MINUTE).append(':');
        return twoDigits(text, second % SECONDS_PER_MINUTE).append(" +0000").toString();
    }

    private static StringBuilder name(StringBuilder text, String names, int number) {
        return text.append(names, (number - 1) * NAME, number * NAME);
    }

    private static StringBuilder twoDigits(StringBuilder text, int value) {
        return text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }
}
