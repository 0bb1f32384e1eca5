package com.penguinmails.mta.simulate;

import com.penguinmails.mta.simulate.SimulationResult.SourceDay;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counts what each source sends to each group on each day (UTC), for one day at a time. For one thread. */
final class DailySends {
    private static final long DAY_MILLIS = 86_400_000;

    private final AudienceGroups groups;
    private final List<SourceDay> past = new ArrayList<>();
    private final List<String> sources = new ArrayList<>();
    private final List<long[]> counts = new ArrayList<>();
    private long endMillis;

    DailySends(AudienceGroups groups) {
        this.groups = groups;
    }

    void count(@Nullable String source, int group, long nowMillis) {
        if (nowMillis >= endMillis) {
            close();
            endMillis = (Math.floorDiv(nowMillis, DAY_MILLIS) + 1) * DAY_MILLIS;
        }
        counts.get(number(Objects.requireNonNullElse(source, "")))[group]++;
    }

    /** A handful of sources: looking through them is faster than a table. */
    private int number(String source) {
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i).equals(source)) {
                return i;
            }
        }
        sources.add(source);
        counts.add(new long[groups.size()]);
        return sources.size() - 1;
    }

    /** All days, also the one that is not over. */
    List<SourceDay> days() {
        close();
        return List.copyOf(past);
    }

    private void close() {
        String day = LocalDate.ofEpochDay(endMillis / DAY_MILLIS - 1).toString();
        for (int source = 0; source < sources.size(); source++) {
            long[] sent = counts.get(source);
            for (int group = 0; group < sent.length; group++) {
                if (sent[group] > 0) {
                    past.add(new SourceDay(day, sources.get(source), groups.name(group), sent[group]));
                    sent[group] = 0;
                }
            }
        }
    }
}
