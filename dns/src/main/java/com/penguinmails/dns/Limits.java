package com.penguinmails.dns;

import java.time.Duration;

/** Range checks of settings, with errors that name the setting and the range. */
final class Limits {

    private Limits() {}

    static void check(String name, long value, long smallest, long largest) {
        if (value < smallest || value > largest) {
            throw new IllegalArgumentException(
                    name + ": " + value + " is out of range, allowed are " + smallest + " to " + largest);
        }
    }

    static void check(String name, Duration value, Duration shortest, Duration longest) {
        if (value.compareTo(shortest) < 0 || value.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    name + ": " + value + " is out of range, allowed are " + shortest + " to " + longest);
        }
    }
}
