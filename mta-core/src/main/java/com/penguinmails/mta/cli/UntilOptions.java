package com.penguinmails.mta.cli;

import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.SystemClock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** When something that holds for a time ends. */
final class UntilOptions {
    @ArgGroup(exclusive = true)
    private @Nullable End end;

    /** One of the two. */
    static final class End {
        @Option(names = "--until", paramLabel = "TIME", description = "When it ends, such as 2026-12-31T18:00:00Z. Default: when it is taken back.")
        private @Nullable String until;

        @Option(names = "--for", paramLabel = "DURATION", converter = DurationConverter.class, description = "How long it holds, such as 2h.")
        private @Nullable Duration time;
    }

    void addTo(Map<String, Object> request) {
        if (end == null) {
            return;
        }
        Duration time = end.time;
        String until = end.until;
        if (time != null) {
            Clock clock = new SystemClock();
            request.put("until", clock.instant().plus(time).toString());
        } else if (until != null) {
            request.put("until", until);
        }
    }
}
