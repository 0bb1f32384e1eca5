package com.penguinmails.mta.schedule;

import java.util.List;

/** Looks at instants as a receiver would that counts what comes in any span of time. */
final class Windows {
    private Windows() {}

    /** The most instants in any span of this length, its end not included. */
    static int most(List<Long> nanos, long span) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < nanos.size(); last++) {
            while (nanos.get(last) - nanos.get(first) >= span) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
