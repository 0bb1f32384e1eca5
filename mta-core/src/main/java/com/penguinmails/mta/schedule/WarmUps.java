package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.config.WarmUpConfig;
import com.penguinmails.mta.config.WarmUpPlanConfig;
import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.shape.WarmUp;
import com.penguinmails.mta.shape.WarmUpPlan;
import com.penguinmails.mta.shape.WarmUpState;
import com.penguinmails.mta.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings new egress sources into use by the plans of the configuration. A path whose source has used up its cap at the site's
 * provider is shut until the step ends, for open connections too, and the other sources of its lanes take the mail; where there is
 * none, it waits for that instant.
 *
 * <p>A recipient counts from when it is picked. Before that, a mark that covers it is on disk ({@link WarmUp}), so a cap holds over
 * crashes. What was picked in one step and not begun before the next is given back and picked anew. For one thread.
 */
final class WarmUps implements PathBlocks.Block, AttemptObserver, FactReader {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUps.class);
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** What receivers said is on disk so long after they said it, at the latest. */
    private static final long COUNTS_PAUSE_NANOS = 10_000_000_000L;

    private final KeptFacts facts;
    private final CommandQueue commands;
    private final Timers timers;
    private final Clock clock;
    private final SiteTable sites;
    private final Map<String, Map<String, Warming>> bySource = new LinkedHashMap<>();
    private long steps;

    WarmUps(ShapingConfig config, KeptFacts facts, CommandQueue commands, Timers timers, SiteTable sites,
            Clock clock) {
        this.facts = facts;
        this.commands = commands;
        this.timers = timers;
        this.clock = clock;
        this.sites = sites;
        change(config);
    }

    /** Goes by other plans from now on. What is still warmed up goes on where it is; the rest is forgotten. */
    void change(ShapingConfig config) {
        Map<String, Map<String, Warming>> before = new LinkedHashMap<>(bySource);
        bySource.clear();
        config.warmups().forEach(warmUp -> {
            WarmUpPlanConfig plan = config.warmupPlans().get(warmUp.plan());
            Map<String, Warming> known = before.getOrDefault(warmUp.source(), Map.of());
            Map<String, Warming> now = new LinkedHashMap<>();
            if (plan != null) {
                providers(warmUp, config).forEach(provider -> now.put(provider,
                        warming(known.get(provider), warmUp, provider, plan)));
            }
            bySource.put(warmUp.source(), now);
        });
        before.forEach((source, known) -> known.forEach((provider, warming) -> {
            if (bySource.getOrDefault(source, Map.of()).get(provider) != warming) {
                forget(warming);
            }
        }));
    }

    @Override
    public long untilNanos(Site site, String source, long nowNanos) {
        Warming warming = of(site, source);
        if (warming == null || warming.warmUp.admits()) {
            return nowNanos;
        }
        return warming.warmUp.isShut() ? Math.max(nowNanos + 1, warming.endNanos()) : Long.MAX_VALUE;
    }

    @Override
    public boolean stopsSessions() {
        return true;
    }

    /** That a cap is used up is as planned. */
    @Override
    public boolean isTrouble(Site site, String source) {
        Warming warming = of(site, source);
        return warming != null && warming.warmUp.state() == WarmUpState.STOPPED;
    }

    @Override
    public String reason(Site site, String source) {
        Warming warming = of(site, source);
        return warming == null ? "" : WarmUpWords.reason(warming.warmUp);
    }

    @Override
    public Blocker explain(Site site, String source, long untilMillis) {
        Warming warming = of(site, source);
        return warming == null
                ? PathBlocks.Block.super.explain(site, source, untilMillis)
                : WarmUpWords.blocker(warming.warmUp, untilMillis);
    }

    /** The first mail of a step asks for its first mark here. */
    @Override
    public void await(Site site, String source) {
        Warming warming = of(site, source);
        if (warming != null && !warming.warmUp.admits()) {
            touch(warming);
            warming.waiting.add(site);
            askMark(warming);
        }
    }

    /** Whether the path takes one more recipient as far as warm-up goes. */
    boolean admits(Path path) {
        Warming warming = of(path);
        return warming == null || warming.warmUp.admits();
    }

    /** Counts a recipient that was picked for the path. */
    void claim(Path path) {
        Warming warming = of(path);
        if (warming == null || warming.warmUp.isWarm()) {
            return;
        }
        if (warming.warmUp.claim(clock.millis())) {
            LOG.info("{}; others of its pools take what comes until {}", WarmUpWords.reason(warming.warmUp),
                    Instant.ofEpochMilli(warming.warmUp.endMillis()));
            leave(warming);
        } else {
            askMark(warming);
        }
    }

    /** What tells the path's step in progress from others; 0 where it has no cap. */
    long step(Path path) {
        Warming warming = of(path);
        return warming == null || warming.warmUp.isWarm() ? 0 : warming.number;
    }

    /** Recipients that were picked in a step will not be sent. */
    void giveBack(Path path, long step, int recipients) {
        Warming warming = of(path);
        if (warming == null || step == 0 || warming.number != step) {
            return;
        }
        boolean open = warming.warmUp.admits();
        warming.warmUp.giveBack(recipients);
        if (!open && warming.warmUp.admits()) {
            release(warming);
        }
    }

    @Override
    public void attempted(Path path, QueueKey queue, Outcome outcome, long beganNanos) {
        Warming warming = of(path);
        if (warming != null && !warming.warmUp.isWarm()) {
            touch(warming);
            counted(warming, warming.warmUp.attempted(outcome, clock.millis()));
        }
    }

    @Override
    public void notOpened(Path path, Outcome outcome, FailureScope scope) {
        Warming warming = of(path);
        if (warming != null && !warming.warmUp.isWarm() && outcome.status().reply() != null) {
            touch(warming);
            counted(warming, warming.warmUp.refused(outcome, clock.millis()));
        }
    }

    @Override
    public String prefix() {
        return WarmUpCodec.PREFIX;
    }

    @Override
    public void restore(String key, byte[] value) {
        Warming warming = all().stream().filter(each -> each.key().equals(key)).findFirst().orElse(null);
        if (warming == null) {
            commands.add(() -> facts.forget(key));
            return;
        }
        try {
            warming.warmUp.restore(WarmUpCodec.decode(value));
            warming.kept = true;
        } catch (IllegalArgumentException e) {
            LOG.error("the warm-up of source {} at {} cannot be read and begins anew", warming.warmUp.source(),
                    warming.warmUp.provider(), e);
        }
        int before = warming.warmUp.step();
        if (warming.warmUp.endStep(clock.millis())) {
            tell(warming, before);
            commands.add(() -> keep(warming));
        } else if (!warming.warmUp.isUntouched()) {
            arm(warming);
        }
    }

    /** All that is warmed up, by source and provider; {@code other} comes last. */
    List<Warming> all() {
        List<Warming> all = new ArrayList<>();
        for (String source : new TreeSet<>(bySource.keySet())) {
            all.addAll(bySource.getOrDefault(source, Map.of()).values());
        }
        return all;
    }

    private Warming warming(@Nullable Warming known, WarmUpConfig config, String provider, WarmUpPlanConfig plan) {
        WarmUpPlan own = new WarmUpPlan(config.plan(), plan, provider);
        if (known == null) {
            return new Warming(new WarmUp(config.source(), provider, own, config.firstStep(provider), clock.millis()),
                    ++steps);
        }
        if (known.warmUp.endStep(clock.millis())) {
            known.number = ++steps;
        }
        known.warmUp.change(own, clock.millis());
        known.waiting.clear();
        if (known.end != null) {
            known.end.cancel();
            arm(known);
        }
        return known;
    }

    private static List<String> providers(WarmUpConfig warmUp, ShapingConfig config) {
        if (!warmUp.providers().isEmpty()) {
            return warmUp.providers();
        }
        List<String> all = new ArrayList<>(new TreeSet<>(config.providers().keySet()));
        all.add(WarmUpConfig.OTHER);
        return all;
    }

    private void forget(Warming warming) {
        warming.stopTimers();
        warming.number = 0;
        if (warming.kept) {
            facts.forget(warming.key());
        }
    }

    /** The warm-up of a source at a provider, or null. */
    @Nullable
    Warming find(String source, String provider) {
        return bySource.getOrDefault(source, Map.of()).get(provider);
    }

    /** What a provider is called here. */
    static String name(String provider) {
        return provider.isEmpty() ? WarmUpConfig.OTHER : provider;
    }

    /** Recipients have complained; {@code onDisk} when that is known after a restart too. */
    void complained(Warming warming, long count, Runnable onDisk) {
        touch(warming);
        warming.warmUp.complained(count);
        keep(warming, List.of(), onDisk);
    }

    /** An operator sets a step. What opens by it is open at once, or as soon as the next mark is on disk. */
    void set(Warming warming, int step, String why, List<DeliveryEvent> events, Runnable onDisk) {
        WarmUp warmUp = warming.warmUp;
        boolean open = warmUp.admits();
        int before = warmUp.step();
        if (warming.end == null && warmUp.endStep(clock.millis())) {
            warming.number = ++steps;
        }
        warmUp.set(step, why, clock.millis());
        if (warming.end == null && !warmUp.isWarm()) {
            arm(warming);
        }
        if (warmUp.needsMark()) {
            warmUp.askMark();
        }
        keep(warming, events, onDisk);
        tell(warming, before);
        if (!open && warmUp.admits()) {
            release(warming);
        } else if (open && warmUp.isShut()) {
            leave(warming);
        }
    }

    private @Nullable Warming of(Path path) {
        return of(path.site, path.source.name());
    }

    private @Nullable Warming of(Site site, String source) {
        Map<String, Warming> ofSource = bySource.isEmpty() ? null : bySource.get(source);
        return ofSource == null ? null : ofSource.get(name(site.provider));
    }

    /** The step in progress is to be judged at its end. One that was over before anything happened ends first. */
    private void touch(Warming warming) {
        if (warming.end == null && !warming.warmUp.isWarm()) {
            if (warming.warmUp.endStep(clock.millis())) {
                warming.number = ++steps;
            }
            arm(warming);
        }
    }

    private void arm(Warming warming) {
        long wait = Math.max(0, warming.warmUp.endMillis() - clock.millis()) * NANOS_PER_MILLI;
        warming.end = timers.at(clock.nanoTime() + wait, () -> end(warming));
    }

    /** Where the wall clock was set back, the step lasts until it shows the end again. */
    private void end(Warming warming) {
        warming.end = null;
        int before = warming.warmUp.step();
        if (!warming.warmUp.endStep(clock.millis())) {
            arm(warming);
            return;
        }
        warming.number = ++steps;
        tell(warming, before);
        if (!warming.waiting.isEmpty() && !warming.warmUp.isWarm()) {
            arm(warming);
            warming.warmUp.askMark();
        }
        keep(warming);
        if (warming.warmUp.isWarm()) {
            release(warming);
        }
    }

    private void counted(Warming warming, boolean stopped) {
        if (stopped) {
            keep(warming);
            LOG.warn("{}; nothing more is sent from it there until {}", WarmUpWords.reason(warming.warmUp),
                    Instant.ofEpochMilli(warming.warmUp.endMillis()));
            leave(warming);
        } else if (warming.counts == null) {
            warming.counts = timers.at(clock.nanoTime() + COUNTS_PAUSE_NANOS, () -> keep(warming));
        }
    }

    private void askMark(Warming warming) {
        if (warming.warmUp.needsMark()) {
            warming.warmUp.askMark();
            keep(warming);
        }
    }

    private void keep(Warming warming) {
        keep(warming, List.of(), () -> {});
    }

    private void keep(Warming warming, List<DeliveryEvent> events, Runnable onDisk) {
        warming.stopCounts();
        long number = warming.number;
        if (number == 0) {
            return;
        }
        long mark = warming.warmUp.askedMark();
        try {
            facts.keep(warming.key(), WarmUpCodec.encode(warming.warmUp.kept()), events, () -> {
                onDisk(warming, number, mark);
                onDisk.run();
            });
            warming.kept = true;
        } catch (IllegalStateException e) {
            LOG.error("the warm-up of source {} at {} cannot be kept; nothing more than what is kept is sent from it",
                    warming.warmUp.source(), warming.warmUp.provider(), e);
        }
    }

    private void onDisk(Warming warming, long number, long mark) {
        boolean open = warming.warmUp.admits();
        if (warming.number == number) {
            warming.warmUp.marked(mark);
        }
        if (!open && warming.warmUp.admits()) {
            release(warming);
        }
    }

    /** What waits for the source may leave from it now. */
    private void release(Warming warming) {
        List<Site> waiting = List.copyOf(warming.waiting);
        warming.waiting.clear();
        waiting.forEach(sites::realign);
    }

    /** What keeps to the source looks for another. */
    private void leave(Warming warming) {
        String source = warming.warmUp.source();
        for (Site site : sites.all()) {
            if (of(site, source) == warming && site.lanes().stream()
                    .anyMatch(lane -> lane.isNarrowed() && lane.isServedBy(source) && !lane.isEmpty())) {
                sites.realign(site);
            }
        }
    }

    private static void tell(Warming warming, int before) {
        WarmUp warmUp = warming.warmUp;
        if (warmUp.isWarm() && before != warmUp.step()) {
            LOG.info("source {} is warm at {}: it has no cap any more", warmUp.source(), warmUp.provider());
        } else if (before != warmUp.step()) {
            LOG.info("the warm-up of source {} at {} goes from step {} to {} of {}, {} messages{}", warmUp.source(),
                    warmUp.provider(), before, warmUp.step(), warmUp.plan().steps(), warmUp.cap(),
                    warmUp.reason().isEmpty() ? "" : ": " + warmUp.reason());
        } else if (!warmUp.reason().isEmpty() && !warmUp.isWarm()) {
            LOG.info("the warm-up of source {} at {} stays on step {} of {}: {}", warmUp.source(), warmUp.provider(),
                    before, warmUp.plan().steps(), warmUp.reason());
        }
    }
}
