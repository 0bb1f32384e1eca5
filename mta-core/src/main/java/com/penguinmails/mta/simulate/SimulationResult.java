package com.penguinmails.mta.simulate;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a simulation.
 *
 * @param start when the audience was accepted
 * @param finish when the last recipient had its final outcome, or null if that was not reached
 * @param end where the simulation ended: at the finish, or where it stopped
 * @param stopped why it ended before the finish, in words; empty if it did not
 * @param totals of the whole audience
 * @param attempts deliveries that were tried in all
 * @param providers the same by provider, the largest first
 * @param limits what held mail back, that which held the most for the longest first
 * @param stepSeconds how long a step of the curves is
 * @param days what each source sent on each day (UTC), in order
 */
public record SimulationResult(Instant start, @Nullable Instant finish, Instant end, String stopped, Totals totals,
        long attempts, List<ProviderResult> providers, List<LimitHold> limits, double stepSeconds,
        List<SourceDay> days) {

    public SimulationResult {
        providers = List.copyOf(providers);
        limits = List.copyOf(limits);
        days = List.copyOf(days);
    }

    /**
     * Where the recipients are at the end.
     *
     * @param unfinished those without a final outcome
     */
    public record Totals(long recipients, long delivered, long bounced, long expired, long unfinished) {}

    /**
     * One provider.
     *
     * @param deferrals attempts that the receiver put off
     * @param finish when its last recipient had its final outcome, or null if some have none
     * @param curve delivered in each step since the start
     */
    public record ProviderResult(String name, Totals totals, long deferrals, @Nullable Instant finish,
            List<Integer> curve) {

        public ProviderResult {
            curve = List.copyOf(curve);
        }
    }

    /**
     * What a source sent to a provider on a day.
     *
     * @param day as {@code 2026-12-31}
     * @param sent attempts
     */
    public record SourceDay(String day, String source, String provider, long sent) {}
}
