package com.penguinmails.mta.admin;

import com.penguinmails.mta.schedule.WarmUpDesk;
import com.penguinmails.mta.schedule.WarmUpReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics of warm-ups, asked of the queue when they are read. Their number is bounded by the sources that are warmed up and the
 * providers that are configured. Thread-safe.
 */
final class WarmUpMeters {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUpMeters.class);
    private static final int ANSWER_SECONDS = 5;

    private final WarmUpDesk desk;
    private final MultiGauge step;
    private final MultiGauge cap;
    private final MultiGauge sent;
    private final MultiGauge state;
    private final MultiGauge outcomes;

    WarmUpMeters(WarmUpDesk desk, MeterRegistry registry) {
        this.desk = desk;
        step = gauge("penguin_warmup_step", "The step of a warm-up, from 1; one more than it has: warm.", registry);
        cap = gauge("penguin_warmup_cap_messages", "Messages of the step in progress; none when it is warm.", registry);
        sent = gauge("penguin_warmup_sent_messages", "Of these, what was sent.", registry);
        state = gauge("penguin_warmup_state", "1 for the state in which a warm-up is.", registry);
        outcomes = gauge("penguin_warmup_outcomes",
                "What receivers said in the step in progress: attempts, and of these deferrals, blocks and complaints.",
                registry);
    }

    private static MultiGauge gauge(String name, String description, MeterRegistry registry) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /** Makes the meters tell of now; they keep what they told if the queue does not answer. */
    synchronized void refresh() throws InterruptedException {
        try {
            tell(desk.warmUps().toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            LOG.atError().setCause(e).log("the queue did not answer");
        }
    }

    private void tell(List<WarmUpReport> reports) {
        step.register(rows(reports, WarmUpReport::step), true);
        cap.register(rows(reports.stream().filter(report -> report.cap() > 0).toList(), WarmUpReport::cap), true);
        sent.register(rows(reports, WarmUpReport::sent), true);
        List<Row<?>> states = new ArrayList<>();
        List<Row<?>> said = new ArrayList<>();
        for (WarmUpReport report : reports) {
            states.add(Row.of(tags(report).and("state", report.state().word()), 1));
            said.add(Row.of(tags(report).and("outcome", "attempt"), report.rates().attempts()));
            said.add(Row.of(tags(report).and("outcome", "deferral"), report.rates().deferrals()));
            said.add(Row.of(tags(report).and("outcome", "block"), report.rates().blocks()));
            said.add(Row.of(tags(report).and("outcome", "complaint"), report.rates().complaints()));
        }
        state.register(states, true);
        outcomes.register(said, true);
    }

    private static List<Row<?>> rows(List<WarmUpReport> reports, ToLongFunction<WarmUpReport> value) {
        List<Row<?>> rows = new ArrayList<>();
        reports.forEach(report -> rows.add(Row.of(tags(report), value.applyAsLong(report))));
        return rows;
    }

    private static Tags tags(WarmUpReport report) {
        return Tags.of("source", report.source(), "provider", report.provider());
    }
}
