package com.penguinmails.mta.simulate;

import com.penguinmails.mta.simulate.SimulationResult.ProviderResult;
import com.penguinmails.mta.simulate.SimulationResult.Totals;
import com.penguinmails.mta.simulate.SimulationTally.GroupTally;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Puts what a run has counted into its result. */
final class SimulationReport {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Instant start;
    private final AudienceGroups groups;
    private final SimulationTally tally;

    SimulationReport(Instant start, AudienceGroups groups, SimulationTally tally) {
        this.start = start;
        this.groups = groups;
        this.tally = tally;
    }

    /**
     * The result.
     *
     * @param endNanos where the run ended
     * @param stopped why it ended too early; empty if it did not
     */
    SimulationResult result(long endNanos, String stopped, List<LimitHold> limits) {
        List<ProviderResult> providers = IntStream.range(0, groups.size()).mapToObj(i -> provider(i, endNanos))
                .toList();
        Instant end = start.plusNanos(endNanos);
        return new SimulationResult(start, stopped.isEmpty() ? end : null, end, stopped, sum(providers),
                tally.attempts(), providers, limits, tally.curve().stepNanos() / NANOS_PER_SECOND,
                tally.days().days());
    }

    private ProviderResult provider(int number, long endNanos) {
        GroupTally counted = tally.group(number);
        long recipients = groups.recipients(number);
        long unfinished = recipients - counted.delivered - counted.bounced - counted.expired;
        var totals = new Totals(recipients, counted.delivered, counted.bounced, counted.expired, unfinished);
        return new ProviderResult(groups.name(number), totals, counted.deferrals,
                unfinished == 0 ? start.plusNanos(counted.lastNanos) : null,
                Arrays.stream(tally.curve().steps(number, endNanos)).boxed().toList());
    }

    private static Totals sum(List<ProviderResult> providers) {
        long[] sums = new long[5];
        for (ProviderResult provider : providers) {
            Totals totals = provider.totals();
            sums[0] += totals.recipients();
            sums[1] += totals.delivered();
            sums[2] += totals.bounced();
            sums[3] += totals.expired();
            sums[4] += totals.unfinished();
        }
        return new Totals(sums[0], sums[1], sums[2], sums[3], sums[4]);
    }
}
