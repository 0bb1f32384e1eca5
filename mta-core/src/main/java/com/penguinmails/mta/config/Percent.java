package com.penguinmails.mta.config;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A share of something; in configuration {@code "5%"} or {@code "0.1%"}.
 *
 * @param thousandths of a percent, from 0 to 100,000
 */
public record Percent(int thousandths) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,3})(?:\\.(\\d{1,3}))?\\s*%");
    private static final int THOUSANDTHS = 1_000;
    private static final int WHOLE = 100 * THOUSANDTHS;

    public Percent {
        if (thousandths < 0 || thousandths > WHOLE) {
            throw new IllegalArgumentException("a percentage lies between 0% and 100%");
        }
    }

    /** @throws IllegalArgumentException if the text is not of the form above */
    public static Percent parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a percentage such as \"5%\" or \"0.1%\" is expected");
        }
        String fraction = matcher.group(2) == null ? "" : matcher.group(2);
        return new Percent(Integer.parseInt(matcher.group(1)) * THOUSANDTHS
                + Integer.parseInt((fraction + "000").substring(0, 3)));
    }

    /** So many whole percent. */
    public static Percent of(int percent) {
        return new Percent(percent * THOUSANDTHS);
    }

    /** Whether a part is at least this share of a whole; nothing is a share of nothing. */
    public boolean isReached(long part, long whole) {
        return whole > 0 && part * WHOLE >= whole * thousandths;
    }

    @Override
    public String toString() {
        return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString() + "%";
    }
}
