package com.penguinmails.system.simulation;

import com.penguinmails.mta.schedule.WarmUpReport;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Warm-up plans of some sources, drawn once for a seed so that they outlast reloads and restarts, and the law of their caps: in one
 * step of wall time, such as a day of UTC, no more leaves from a source to a provider than the cap of the highest step that the plan
 * can have reached; and but for a crash the node counts what has left and nothing else. Where wall time has jumped, a step of the
 * plan need not be one of wall time; the law of the cap holds again when the next whole one is over, and that of the count once no
 * step of before the jump can last any more. For one thread.
 */
final class Caps {
    private static final String OTHER = "other";
    private static final String[] STEPS = {"10min", "1h", "1d"};
    private static final long[] STEP_MILLIS = {600_000, 3_600_000, 86_400_000};
    /** The node counts whole milliseconds: that late a step of the node may end after one of wall time. */
    private static final long TURN_MILLIS = 2;
    private static final int FLAT_STEPS = 100;

    private final Map<String, Plan> plans = new TreeMap<>();
    private final Map<Key, Count> counts = new HashMap<>();

    private record Key(String source, String provider) {}

    private record Plan(List<Integer> curve, int length, boolean everywhere) {
        String toml(String source) {
            return "[warmup_plans." + source + "]\ncurve = " + curve + "\nstep_length = \"" + STEPS[length]
                    + "\"\n[[warmups]]\nsource = \"" + source + "\"\nplan = \"" + source + "\"\n"
                    + (everywhere ? "" : "providers = [\"" + Rules.PROVIDER + "\"]\n");
        }
    }

    /** What left from one source to one provider in the step of wall time that it is. */
    private static final class Count {
        private final List<Integer> curve;
        private final long stepMillis;
        /** The highest step that the plan can be on; behind the last there is no cap. */
        private long step = 1;
        private long window;
        private long unknownTo = Long.MIN_VALUE;
        /** A step that had begun before wall time was set back lasts until that shows its end again. */
        private long lastsTo = Long.MIN_VALUE;
        private long sent;
        /** All that left in this step is counted, and the node has counted no more. */
        private boolean exact = true;

        Count(Plan plan, long millis) {
            curve = plan.curve();
            stepMillis = STEP_MILLIS[plan.length()];
            window = Math.floorDiv(millis, stepMillis);
        }

        String take(int recipients, long millis) {
            turnTo(Math.floorDiv(millis, stepMillis));
            if (window <= unknownTo || Math.floorMod(millis, stepMillis) < TURN_MILLIS) {
                exact = false;
                return "";
            }
            sent += recipients;
            long cap = step > curve.size() ? Long.MAX_VALUE : curve.get((int) step - 1);
            return sent > cap ? sent + " of " + cap + " on step " + step + " at most" : "";
        }

        private void turnTo(long now) {
            if (now != window) {
                step += Math.max(0, now - window);
                window = now;
                sent = 0;
                exact = window > Math.max(unknownTo, lastsTo);
            }
        }

        boolean isCountedBy(WarmUpReport report, long millis) {
            turnTo(Math.floorDiv(millis, stepMillis));
            return !exact || report.nextMillis() != (window + 1) * stepMillis || report.sent() == sent;
        }

        void died(long millis) {
            turnTo(Math.floorDiv(millis, stepMillis));
            exact = false;
        }

        void jumped(long beforeMillis, long nowMillis) {
            turnTo(Math.floorDiv(beforeMillis, stepMillis));
            step++;
            sent = 0;
            exact = false;
            lastsTo = Math.max(lastsTo, window);
            window = Math.floorDiv(nowMillis, stepMillis);
            unknownTo = window + 1;
        }
    }

    /** No source is warmed up. */
    Caps() {}

    /** Drawn for a seed: two sources of three at most, so that the first one is always warm. */
    Caps(World world) {
        for (String source : List.of("b", "c")) {
            if (world.chance(300)) {
                var plan = new Plan(curve(world), world.random().nextInt(STEPS.length), world.chance(700));
                plans.put(source, plan);
                counts.put(new Key(source, Rules.PROVIDER), new Count(plan, world.millis()));
                if (plan.everywhere()) {
                    counts.put(new Key(source, OTHER), new Count(plan, world.millis()));
                }
            }
        }
    }

    /** One that stays as it is says more of a cap; one that grows, more of its steps. */
    private static List<Integer> curve(World world) {
        int first = world.random().nextInt(2, 20);
        return world.chance(500)
                ? Collections.nCopies(FLAT_STEPS, first)
                : List.of(first, 2 * first, 4 * first, 8 * first);
    }

    String toml() {
        var text = new StringBuilder();
        plans.forEach((source, plan) -> text.append(plan.toml(source)));
        return text.toString();
    }

    /** Whether a cap may hold for the source anywhere. */
    boolean isWarmedUp(String source) {
        return plans.containsKey(source);
    }

    /** A transaction with so many recipients begins; says what is broken by it, or nothing. */
    String begins(Place place, int recipients, long millis) {
        Count count = counts.get(new Key(place.source(), place.provider().isEmpty() ? OTHER : place.provider()));
        String broken = count == null ? "" : count.take(recipients, millis);
        return broken.isEmpty() ? "" : place + ": " + broken;
    }

    /** When nothing is on its way; says what the node has counted amiss, or nothing. */
    String check(Node node, long millis) {
        if (counts.isEmpty()) {
            return "";
        }
        var answer = node.queue().warmUpDesk().warmUps().toCompletableFuture();
        node.answer();
        for (WarmUpReport report : Objects.requireNonNull(answer.getNow(null), "the queue answers")) {
            Count count = counts.get(new Key(report.source(), report.provider()));
            if (count == null || !count.isCountedBy(report, millis)) {
                return report + (count == null ? "" : ", but " + count.sent + " have left");
            }
        }
        return "";
    }

    /** The node died: what it was about to send counts as sent. */
    void died(long millis) {
        counts.values().forEach(count -> count.died(millis));
    }

    /** Wall time was set. */
    void jumped(long beforeMillis, long nowMillis) {
        counts.values().forEach(count -> count.jumped(beforeMillis, nowMillis));
    }
}
