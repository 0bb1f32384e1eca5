package com.penguinmails.mta.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** How keys are spelled, and which one was meant. */
public final class ConfigNames {
    private static final int MAX_DISTANCE = 3;

    private ConfigNames() {}

    /** A component's name as the files spell it: {@code maxLine} is {@code max_line}. */
    public static String snakeCase(String camelCase) {
        var text = new StringBuilder();
        for (int i = 0; i < camelCase.length(); i++) {
            char c = camelCase.charAt(i);
            if (Character.isUpperCase(c)) {
                text.append('_');
            }
            text.append(Character.toLowerCase(c));
        }
        return text.toString();
    }

    /** The known name that is most like this one, if one is like it at all. */
    public static Optional<String> nearest(String key, Collection<String> known) {
        String lower = key.toLowerCase(Locale.ROOT).replace('-', '_');
        return known.stream().filter(name -> distance(lower, name) <= MAX_DISTANCE)
                .min(Comparator.comparingInt(name -> distance(lower, name)));
    }

    /** The number of letters to insert, delete or replace (Levenshtein). */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
