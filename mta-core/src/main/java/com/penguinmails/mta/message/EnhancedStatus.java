package com.penguinmails.mta.message;

/**
 * An enhanced status code (RFC 3463): class, subject, detail.
 *
 * @param statusClass 2, 4 or 5
 * @param subject 0 to 999
 * @param detail 0 to 999
 */
public record EnhancedStatus(int statusClass, int subject, int detail) {

    public EnhancedStatus {
        boolean validClass = statusClass == 2 || statusClass == 4 || statusClass == 5;
        if (!validClass || subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException("an enhanced status code is 2, 4 or 5, then two numbers up to 999");
        }
    }

    /** @throws IllegalArgumentException if the text is not of the form {@code 5.1.1} */
    public static EnhancedStatus parse(String text) {
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first != 1 || second < 0) {
            throw new IllegalArgumentException("an enhanced status code has three parts, the first of one digit");
        }
        return new EnhancedStatus(number(text, 0, first), number(text, first + 1, second),
                number(text, second + 1, text.length()));
    }

    private static int number(String text, int from, int to) {
        int value = 0;
        boolean digits = from < to && to - from <= 3;
        for (int i = from; i < to && digits; i++) {
            int digit = text.charAt(i) - '0';
            digits = digit >= 0 && digit <= 9;
            value = value * 10 + digit;
        }
        if (!digits) {
            throw new IllegalArgumentException("an enhanced status code has parts of 1 to 3 digits");
        }
        return value;
    }

    @Override
    public String toString() {
        return statusClass + "." + subject + "." + detail;
    }
}
