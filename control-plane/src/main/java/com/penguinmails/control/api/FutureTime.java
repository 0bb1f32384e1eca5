package com.penguinmails.control.api;

import com.penguinmails.mta.http.JsonFields;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A time to come, in a body: within ten years, so that a slip of the pen is told and every database can hold it. */
public final class FutureTime {
    private static final Duration MOST = Duration.ofDays(3_653);

    private FutureTime() {}

    /** Null if it is absent, null or wrong. */
    public static @Nullable Instant read(JsonFields fields, String name, Instant now) {
        int before = fields.problems().size();
        long millis = fields.millis(name);
        if (fields.node(name) == null || fields.problems().size() > before) {
            return null;
        }
        Instant time = Instant.ofEpochMilli(millis);
        if (!time.isAfter(now) || time.isAfter(now.plus(MOST))) {
            fields.problem('/' + name, "time_out_of_bounds", "a time to come, within ten years, is expected");
            return null;
        }
        return time;
    }
}
