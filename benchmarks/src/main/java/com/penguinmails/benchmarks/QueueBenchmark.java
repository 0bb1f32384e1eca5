package com.penguinmails.benchmarks;

import com.penguinmails.mta.cli.bench.Benchmark;
import com.penguinmails.mta.cli.bench.BenchmarkReport;
import com.penguinmails.mta.cli.bench.BenchmarkRun;
import com.penguinmails.mta.cli.bench.ReportTable;
import com.penguinmails.mta.cli.bench.Samples;
import com.penguinmails.mta.schedule.BenchedQueue;
import com.penguinmails.mta.schedule.BenchedQueue.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/** How much memory a queued recipient takes, and how long it takes to choose the next one, as queues and recipients grow. */
public final class QueueBenchmark implements Benchmark {
    private static final int TENANTS = 1_000;
    private static final Content LEAST = new Content(TENANTS, 1_000, 1, 0, true);
    private static final Content MOST = new Content(TENANTS, 100_000, 1, 0, true);
    private static final List<Content> CONTENTS = List.of(LEAST, new Content(TENANTS, 10_000, 1, 0, true), MOST,
            new Content(TENANTS, 100_000, 1_000, 0, true), new Content(TENANTS, 100_000, 1, 10, true),
            Content.plain(TENANTS, 100_000));
    /** Which rows two of the figures are. */
    private static final String PICK_OF = "pick_ns: 100,000 queues, 1 site, no limits, recipients anywhere in memory;"
            + " pick_growth: the same, divided by that of 1,000 queues";
    private static final int PICKED_FROM = 1_000_000;
    /** Short enough that most batches are not interrupted by other work of the machine. */
    private static final int PICKS = 100;
    private static final int BATCHES = 4_000;
    private static final double MIB = 1 << 20;

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public String description() {
        return "Memory of queued recipients, and the time to choose the next one: 1,000 tenants, up to 100,000 queues and"
                + " 10,000,000 recipients.";
    }

    @Override
    public BenchmarkReport measure(BenchmarkRun run) {
        Map<String, Object> figures = new LinkedHashMap<>();
        ReportTable memory = memory(run, figures);
        ReportTable picking = picking(run, figures);
        return new BenchmarkReport("The queue", List.of(memory, picking), figures, List.of(
                "A recipient is an acceptance of its own here, which takes the most memory; the figure counts its slot and its"
                        + " place in the index, room that is not in use yet included. Heap is what is in use after a full"
                        + " collection, above what was before the queue was filled.",
                "Pick is the whole of Picker.pick for one connection: the fair share over tenants, campaigns and queues,"
                        + " every limit looked at, tokens reserved, the recipient taken out of its lists; where there are many"
                        + " sites, for a connection of one after the other. A turn is all that the queue does for a message,"
                        + " from there to its slot being free again, with a disk and a network that answer at once. Median"
                        + " (least–most) of batches of " + PICKS + ". " + PICK_OF + ".",
                "Recipients that lie anywhere are in slots that were freed in any order, and their queues came in any order,"
                        + " as after long use. In order, each lies beside the one whose turn is before it, which a"
                        + " processor reads ahead in. Limits are counters that hold for every recipient and never close."));
    }

    private static ReportTable memory(BenchmarkRun run, Map<String, Object> figures) {
        List<Integer> sizes = run.choose(List.of(10_000, 100_000), List.of(100_000, 1_000_000, 10_000_000));
        int queues = run.choose(1_000, 100_000);
        List<List<String>> rows = new ArrayList<>();
        for (int recipients : sizes) {
            run.progress().accept(String.format(Locale.ROOT, "filling the queue with %,d recipients", recipients));
            long heapBefore = Heap.usedAfterCollection();
            var queue = new BenchedQueue(run.clock(), Content.plain(TENANTS, queues), false);
            long begin = Cpu.nanosOfThisThread();
            queue.restore(recipients);
            double nanos = (double) (Cpu.nanosOfThisThread() - begin) / recipients;
            double heap = (Heap.usedAfterCollection() - heapBefore) / MIB;
            double bytes = (double) queue.bytes() / recipients;
            rows.add(List.of(number(recipients), decimal(bytes), decimal(queue.bytes() / MIB), decimal(heap),
                    decimal(nanos)));
            figures.put("recipients", recipients);
            figures.put("bytes_per_recipient", rounded(bytes));
            figures.put("heap_mib", rounded(heap));
            figures.put("restore_ns", rounded(nanos));
        }
        return new ReportTable("Recipients of " + number(queues) + " queues and " + number(TENANTS) + " tenants",
                List.of("recipients", "octets each, off-heap", "off-heap MiB", "heap MiB", "CPU ns to take one in"),
                rows);
    }

    private static ReportTable picking(BenchmarkRun run, Map<String, Object> figures) {
        List<List<String>> rows = new ArrayList<>();
        int recipients = run.choose(200_000, PICKED_FROM);
        warmUp(run);
        double least = 0;
        double most = 0;
        for (Content content : CONTENTS) {
            Samples picks = picks(run, content, recipients);
            Samples turns = turns(run, content, recipients);
            rows.add(List.of(number(content.queues()), number(content.sites()), number(content.limits()),
                    content.scattered() ? "anywhere" : "in order", picks.text(0), turns.text(0)));
            least = content.equals(LEAST) ? picks.median() : least;
            most = content.equals(MOST) ? picks.median() : most;
            figures.put("pick_ns_" + name(content), rounded(picks.median()));
            figures.put("turn_ns_" + name(content), rounded(turns.median()));
            if (content.equals(MOST)) {
                figures.put("turn_ns", rounded(turns.median()));
            }
        }
        figures.put("pick_ns", rounded(most));
        figures.put("pick_growth", rounded(most / least));
        figures.put("pick_of", PICK_OF);
        return new ReportTable("Choosing the next of " + number(recipients) + " recipients, " + number(TENANTS)
                + " tenants; ns", List.of("queues", "sites", "limits", "recipients lie", "pick", "turn"), rows);
    }

    /** As in {@code 100000_queues_1000_sites}. */
    private static String name(Content content) {
        return content.queues() + "_queues" + (content.sites() == 1 ? "" : "_" + content.sites() + "_sites")
                + (content.limits() == 0 ? "" : "_" + content.limits() + "_limits")
                + (content.scattered() ? "" : "_in_order");
    }

    /** The compiler has seen all that is measured before the first of it is. */
    private static void warmUp(BenchmarkRun run) {
        for (Content content : CONTENTS) {
            run.progress().accept("warming up with " + words(content));
            var _ = picks(run, content, 200_000);
            var _ = turns(run, content, 200_000);
        }
    }

    private static Samples picks(BenchmarkRun run, Content content, int recipients) {
        run.progress().accept("picking from " + words(content));
        var queue = new BenchedQueue(run.clock(), content, false);
        queue.restore(recipients);
        queue.settle();
        Heap.collectAndTouch();
        return batches(() -> queue.pickNanos(PICKS), BATCHES);
    }

    private static Samples turns(BenchmarkRun run, Content content, int recipients) {
        run.progress().accept("sending from " + words(content));
        var queue = new BenchedQueue(run.clock(), content, true);
        queue.restore(recipients);
        Heap.collectAndTouch();
        return batches(() -> queue.turnNanos(PICKS), Math.min(BATCHES, recipients / PICKS / 4));
    }

    private static String words(Content content) {
        return number(content.queues()) + " queues, " + number(content.sites()) + " sites and " + content.limits()
                + " limits";
    }

    private static Samples batches(DoubleSupplier batch, int count) {
        for (int i = 0; i < count / 4; i++) {
            var _ = batch.getAsDouble();
        }
        return Samples.of(DoubleStream.generate(batch).limit(count).toArray());
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%,.1f", value);
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
