package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.PathLimitsConfig;
import com.penguinmails.mta.config.Rate;
import com.penguinmails.mta.schedule.LimitCeilings.Counters;
import com.penguinmails.mta.schedule.LimitCeilings.Part;
import com.penguinmails.mta.shape.LearnedRate;
import com.penguinmails.mta.shape.WarmUp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How fast some mail could go: for each limit that bounds it, or a part of it, the recipients a second that it implies. What one connection
 * achieves is measured; a ceiling that rests on it is told only once it is known. For one thread.
 */
final class Ceilings {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String FEEDBACK = "feedback in shaping.toml";

    private final SiteTable sites;
    private final AttemptCeilings attempts;
    private final WarmUps warmUps;
    private final Instants instants;

    Ceilings(SiteTable sites, LimitTable limits, WarmUps warmUps, Instants instants) {
        this.sites = sites;
        this.attempts = new AttemptCeilings(limits);
        this.warmUps = warmUps;
        this.instants = instants;
    }

    /** Adds up what one rule lets through on several paths or for several queues. */
    private static final class Sum {
        final Set<String> rules = new LinkedHashSet<>();
        double perSecond;
        int parts;
        String example = "";

        void add(String rule, double rate, String text) {
            rules.add(rule);
            perSecond += rate;
            parts++;
            if (example.isEmpty()) {
                example = text;
            }
        }
    }

    /** @param source only paths of this source, or null for all */
    List<Ceiling> of(List<DomainQueue> queues, Collection<Lane> lanes, @Nullable String source) {
        Set<Path> paths = new LinkedHashSet<>();
        for (Lane lane : lanes) {
            for (String name : lane.key.sources()) {
                Path path = lane.site.paths.get(name);
                if (path != null && (source == null || source.equals(name))) {
                    paths.add(path);
                }
            }
        }
        LimitCeilings limits = measured(queues, source);
        long all = queues.stream().mapToLong(DomainQueue::size).sum();
        List<Ceiling> ceilings = new ArrayList<>(ofLimits(queues, all, limits));
        if (!paths.isEmpty()) {
            addPaths(paths, ceilings);
            addShared(paths, limits, ceilings);
        }
        ceilings.addAll(attempts.of(queues, all, source, limits));
        addWarmUps(lanes, source, ceilings);
        ceilings.sort(Comparator.comparingDouble(Ceiling::perSecond));
        return ceilings;
    }

    /** What connections achieve on the paths to where the mail goes, also while a limit keeps it from standing in any lane. */
    private LimitCeilings measured(List<DomainQueue> queues, @Nullable String source) {
        Set<Site> reached = new LinkedHashSet<>();
        for (DomainQueue queue : queues) {
            Site site = sites.of(queue);
            if (site != null) {
                reached.add(site);
            }
        }
        double speed = 0;
        int known = 0;
        int messages = 0;
        for (Site site : reached) {
            for (Path path : site.paths.values()) {
                if (source == null || source.equals(path.source.name())) {
                    double ofPath = speed(path);
                    speed += ofPath;
                    known += ofPath > 0 ? 1 : 0;
                    messages = Math.max(messages, path.messagesPerConnection());
                }
            }
        }
        return new LimitCeilings(known == 0 ? 0 : speed / known, messages);
    }

    /** A limit bounds the mail of each queue that it holds for; several counters of one limit add up. */
    private static List<Ceiling> ofLimits(List<DomainQueue> queues, long all, LimitCeilings limits) {
        Map<String, Set<LimitLine>> counters = new LinkedHashMap<>();
        Map<String, Long> bound = new LinkedHashMap<>();
        for (DomainQueue queue : queues) {
            for (LimitLine line : queue.limits) {
                count(line, counters, bound, queue.size());
            }
        }
        List<Ceiling> ceilings = new ArrayList<>();
        bound.forEach((name, part) -> {
            if (part > 0) {
                ceilings.addAll(limits.of(Counters.of(List.copyOf(counters.getOrDefault(name, Set.of())),
                        new Part(part, all))));
            }
        });
        return ceilings;
    }

    /** What paths share bounds the mail if all of them have a part in it; several counters of one limit add up. */
    private static void addShared(Set<Path> paths, LimitCeilings limits, List<Ceiling> ceilings) {
        Map<String, Set<LimitLine>> counters = new LinkedHashMap<>();
        Map<String, Long> bound = new LinkedHashMap<>();
        for (Path path : paths) {
            for (LimitLine line : path.shared) {
                count(line, counters, bound, 1);
            }
        }
        counters.forEach((name, lines) -> {
            if (bound.getOrDefault(name, 0L) == paths.size()) {
                ceilings.addAll(limits.of(Counters.of(List.copyOf(lines), Part.ALL)));
            }
        });
    }

    private static void count(LimitLine line, Map<String, Set<LimitLine>> counters, Map<String, Long> bound,
            long weight) {
        String name = line.counter.limit().name();
        counters.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(line);
        bound.merge(name, weight, Long::sum);
    }

    /** Mail that only sources in warm-up may carry: their caps add up, each once for all sites of its provider. */
    private void addWarmUps(Collection<Lane> lanes, @Nullable String source, List<Ceiling> ceilings) {
        Set<WarmUp> bound = new LinkedHashSet<>();
        for (Lane lane : lanes) {
            for (String name : source == null ? lane.key.sources() : List.of(source)) {
                Warming warming = warmUps.find(name, WarmUps.name(lane.site.provider));
                if (warming == null || warming.warmUp.isWarm()) {
                    return;
                }
                bound.add(warming.warmUp);
            }
        }
        if (!bound.isEmpty()) {
            WarmUp first = bound.iterator().next();
            String more = bound.size() > 1 ? ", and " + (bound.size() - 1) + " more" : "";
            ceilings.add(new Ceiling(WarmUpWords.rule(first), "warm-up of source " + first.source() + " at "
                    + first.provider() + ": " + first.cap() + " messages in a step" + more,
                    bound.stream().mapToDouble(WarmUp::capPerSecond).sum(), "add a warm source to its pool"));
        }
    }

    private void addPaths(Set<Path> paths, List<Ceiling> ceilings) {
        Sum rates = new Sum();
        Sum connections = new Sum();
        Sum starts = new Sum();
        Sum learned = new Sum();
        Sum bytes = new Sum();
        for (Path path : paths) {
            PathLimitsConfig limits = path.gate.limits();
            if (limits.rate() != null) {
                rates.add(sites.rule(path, "rate"), perSecond(limits.rate()), limits.rate() + on(path));
            }
            LearnedRate allowed = path.gate.feedback().rate();
            if (allowed.perSecond() > 0) {
                learned.add(FEEDBACK, allowed.perSecond(), allowed.describe() + on(path));
            }
            double speed = speed(path);
            if (speed > 0) {
                connections.add(sites.rule(path, "connections"), path.gate.allowedConnections() * speed,
                        String.format(Locale.ROOT,
                                "%d connections%s, of which one serves %.1f recipients a second",
                                path.gate.allowedConnections(),
                                on(path), speed));
            }
            if (path.gate.mailsPerSecond() > 0) {
                bytes.add(sites.rule(path, "bytes"), path.gate.mailsPerSecond(),
                        limits.bytes() + on(path) + ", for mail as large as the last");
            }
            if (limits.connectionRate() != null) {
                starts.add(sites.rule(path, "connection_rate"),
                        perSecond(limits.connectionRate()) * limits.messagesPerConnection(),
                        limits.connectionRate() + " new connections with " + limits.messagesPerConnection()
                                + " messages each" + on(path));
            }
        }
        if (learned.parts == paths.size()) {
            ceilings.add(new Ceiling(FEEDBACK, learned.example, learned.perSecond,
                    "the receiver allows no more; add a source, which has an allowance of its own"));
        }
        add("message rate of ", rates, paths.size(), ceilings);
        add("byte rate of ", bytes, paths.size(), ceilings);
        add("", connections, paths.size(), ceilings);
        add("", starts, paths.size(), ceilings);
    }

    /** A path without the limit, or of which it is not known what it implies, leaves the others unbounded. */
    private static void add(String head, Sum sum, int paths, List<Ceiling> ceilings) {
        if (sum.parts == paths) {
            String more = paths > 1 ? ", and " + (paths - 1) + " more paths" : "";
            String rule = String.join(" and ", sum.rules);
            ceilings.add(new Ceiling(rule, head + sum.example + more, sum.perSecond, LimitBlockers.raise(rule)));
        }
    }

    /** Recipients a second of one connection, the time to open the next one included; 0 when it is not known. */
    private double speed(Path path) {
        long now = instants.nowNanos();
        double working = path.meter.perSecondOfConnection(now);
        if (working <= 0) {
            return 0;
        }
        int messages = path.gate.limits().messagesPerConnection();
        return messages / (messages / working + path.meter.openingSeconds(now));
    }

    private static double perSecond(Rate rate) {
        return rate.count() * NANOS_PER_SECOND / rate.per().toNanos();
    }

    private static String on(Path path) {
        return " on path " + path.source.name() + " to " + path.site.key.name();
    }
}
