package com.penguinmails.benchmarks;

import com.penguinmails.mta.cli.bench.Benchmark;
import com.penguinmails.mta.cli.bench.BenchmarkReport;
import com.penguinmails.mta.cli.bench.BenchmarkRun;
import com.penguinmails.mta.cli.bench.ReportTable;
import com.penguinmails.mta.config.ShareConfig;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.shape.FairShare;
import com.penguinmails.mta.shape.ShareWeights;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * {@code penguin bench fair}: a thousand tenants with weights from 1 to 10 and backlogs from ten to a million recipients wait for
 * one path, whose line serves them to the end. Every recipient's place is held against the one that an ideal, infinitely fine
 * division by weight would give it.
 */
public final class FairBenchmark implements Benchmark {
    private static final int TENANTS = 1_000;
    private static final int LEAST = 10;
    private static final int WEIGHTS = 10;

    /** A tenant's mail: one queue that is only a number. */
    private static final class Backlog extends FairShare.Member {
        private final String tenant;
        private final int weight;
        private final long all;
        private long left;
        private long finished;

        Backlog(String tenant, int weight, long all) {
            this.tenant = tenant;
            this.weight = weight;
            this.all = all;
            this.left = all;
        }

        double rounds() {
            return (double) all / weight;
        }

        @Override
        protected String tenant() {
            return tenant;
        }

        @Override
        protected String campaign() {
            return "";
        }

        @Override
        protected PriorityClass priority() {
            return PriorityClass.BULK;
        }
    }

    /**
     * An infinitely fine division: in each round every tenant that still waits is served its weight. Between two tenants' ends
     * the place is a linear function of the rounds.
     */
    private static final class IdealShares {
        private final TreeMap<Double, Double> placeByRounds = new TreeMap<>();
        private final TreeMap<Double, Double> roundsByPlace = new TreeMap<>();

        IdealShares(List<Backlog> tenants) {
            double weights = tenants.stream().mapToDouble(tenant -> tenant.weight).sum();
            double place = 0;
            double rounds = 0;
            put(rounds, place);
            for (Backlog tenant : tenants.stream().sorted(Comparator.comparingDouble(Backlog::rounds)).toList()) {
                place += (tenant.rounds() - rounds) * weights;
                rounds = tenant.rounds();
                weights -= tenant.weight;
                put(rounds, place);
            }
        }

        private void put(double rounds, double place) {
            placeByRounds.put(rounds, place);
            roundsByPlace.put(place, rounds);
        }

        /** At which place so many rounds end. */
        double place(double rounds) {
            return between(placeByRounds, rounds);
        }

        /** How many rounds are over at the place. */
        double rounds(double place) {
            return between(roundsByPlace, place);
        }

        private static double between(NavigableMap<Double, Double> points, double at) {
            Map.Entry<Double, Double> low = points.floorEntry(at);
            Map.Entry<Double, Double> high = points.ceilingEntry(at);
            if (low == null || high == null) {
                return low == null ? 0 : low.getValue();
            }
            double span = high.getKey() - low.getKey();
            double part = span == 0 ? 0 : (at - low.getKey()) / span;
            return low.getValue() + part * (high.getValue() - low.getValue());
        }
    }

    @Override
    public String name() {
        return "fair";
    }

    @Override
    public String description() {
        return "Fair shares of one path: Jain's index by weight, and the longest delay of the small beside the large.";
    }

    @Override
    public BenchmarkReport measure(BenchmarkRun run) {
        long most = run.choose(10_000L, 1_000_000L);
        List<Backlog> tenants = tenants(most);
        FairShare<Backlog> line = new FairShare<>(weights(tenants));
        tenants.forEach(line::add);
        long begin = run.clock().nanoTime();
        long served = serve(line, run);
        double nanos = (double) (run.clock().nanoTime() - begin) / served;
        return report(tenants, served, nanos);
    }

    private static List<Backlog> tenants(long most) {
        List<Backlog> tenants = new ArrayList<>();
        for (int i = 0; i < TENANTS; i++) {
            long backlog = Math.round(LEAST * Math.pow((double) most / LEAST, i / (TENANTS - 1.0)));
            tenants.add(new Backlog("t" + i, 1 + i * 7 % WEIGHTS, backlog));
        }
        return tenants;
    }

    private static ShareWeights weights(List<Backlog> tenants) {
        return new ShareWeights(
                tenants.stream().map(tenant -> new ShareConfig(tenant.tenant, null, tenant.weight)).toList());
    }

    private static long serve(FairShare<Backlog> line, BenchmarkRun run) {
        long served = 0;
        for (Backlog next = line.next(); next != null; next = line.next()) {
            line.charge(next, 1);
            served++;
            next.left--;
            if (next.left == 0) {
                next.finished = served;
                line.remove(next);
            }
            if (served % 5_000_000 == 0) {
                run.progress().accept(served / 1_000_000 + " million recipients served");
            }
        }
        return served;
    }

    private static BenchmarkReport report(List<Backlog> tenants, long served, double pickNanos) {
        IdealShares ideal = new IdealShares(tenants);
        double worst = 0;
        double small = 0;
        List<Double> shares = new ArrayList<>();
        for (Backlog tenant : tenants) {
            double late = tenant.finished - ideal.place(tenant.rounds());
            worst = Math.max(worst, late);
            small = tenant.all < 100 ? Math.max(small, late) : small;
            shares.add(Math.ceil(tenant.rounds()) / Math.max(1, Math.ceil(ideal.rounds((double) tenant.finished))));
        }
        long bound = tenants.stream().mapToLong(tenant -> tenant.weight).sum();
        double jain = jain(shares);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("tenants", TENANTS);
        figures.put("recipients", served);
        figures.put("jain", Math.round(jain * 1e6) / 1e6);
        figures.put("worst_delay_recipients", Math.round(worst));
        figures.put("worst_delay_of_small_recipients", Math.round(small));
        figures.put("delay_bound_recipients", bound);
        figures.put("pick_ns", Math.round(pickNanos * 10) / 10.0);
        List<List<String>> rows = List.of(row("Jain's index by weight", "%.6f", jain),
                row("longest delay of any tenant's last recipient, in recipients", "%,.0f", worst),
                row("the same of tenants with less than 100 recipients", "%,.0f", small),
                row("stated bound: the sum of all weights", "%,.0f", (double) bound),
                row("recipients served", "%,.0f", (double) served), row("ns a recipient", "%.1f", pickNanos));
        return new BenchmarkReport("Fair shares of one path among " + TENANTS + " tenants",
                List.of(new ReportTable("Weights 1 to 10, backlogs " + LEAST + " to "
                        + String.format(Locale.ROOT, "%,d", tenants.getLast().all) + " recipients",
                        List.of("measure", "value"), rows)),
                figures,
                List.of("The line of a path (FairShare) alone is measured, one recipient a turn; no mail is sent.",
                        "A tenant's share is the whole rounds in which an infinitely fine division by weight would have served it, over"
                                + " those that had passed when the line had; Jain's index is over all tenants."));
    }

    private static double jain(List<Double> shares) {
        double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
        double squares = shares.stream().mapToDouble(share -> share * share).sum();
        return sum * sum / (shares.size() * squares);
    }

    private static List<String> row(String measure, String format, double value) {
        return List.of(measure, String.format(Locale.ROOT, format, value));
    }
}
