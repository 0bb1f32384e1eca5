package com.penguinmails.mta.accept.smtp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** The parameters of MAIL and RCPT (RFC 5321 §4.1.2): {@code keyword} or {@code keyword=value}, divided by spaces. */
final class EsmtpParameters {

    private EsmtpParameters() {}

    /**
     * One parameter.
     *
     * @param keyword in upper case
     * @param value empty if there is none
     */
    record Parameter(String keyword, String value) {}

    /** @throws IllegalArgumentException if one is not of that form or is there twice */
    static List<Parameter> parse(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        var parameters = new ArrayList<Parameter>();
        var seen = new HashSet<String>();
        for (String word : text.split(" +", -1)) {
            int equals = word.indexOf('=');
            String keyword = (equals < 0 ? word : word.substring(0, equals)).toUpperCase(Locale.ROOT);
            if (keyword.isEmpty() || !keyword.chars().allMatch(EsmtpParameters::isKeywordCharacter)
                    || equals == word.length() - 1) {
                throw new IllegalArgumentException("a parameter is a keyword, or a keyword, = and a value");
            }
            if (!seen.add(keyword)) {
                throw new IllegalArgumentException("the parameter " + keyword + " is there twice");
            }
            parameters.add(new Parameter(keyword, equals < 0 ? "" : word.substring(equals + 1)));
        }
        return parameters;
    }

    private static boolean isKeywordCharacter(int c) {
        return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-';
    }
}
