package com.penguinmails.mta.schedule;

import com.penguinmails.mta.schedule.QueueOverview.Trouble;
import com.penguinmails.mta.shape.WarmUp;
import com.penguinmails.mta.shape.WarmUpState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds what an operator should know of: sites with mail that cannot be reached, sources that a site shuts out, and paths of which the
 * receiver refuses more than it takes. For one thread.
 */
final class Troubles {
    /** Fewer outcomes say nothing of a path. */
    private static final double FEWEST_OUTCOMES = 20;
    private static final double REFUSED_SHARE = 0.5;

    private final SiteTable sites;
    private final WarmUps warmUps;
    private final PathBlockers paths;
    private final Instants instants;

    Troubles(SiteTable sites, WarmUps warmUps, PathBlockers paths, Instants instants) {
        this.sites = sites;
        this.warmUps = warmUps;
        this.paths = paths;
        this.instants = instants;
    }

    /** @param queued recipients by site */
    List<Trouble> of(Collection<Site> all, Map<Site, Long> queued) {
        List<Trouble> troubles = new ArrayList<>();
        for (Site site : all) {
            long mail = queued.getOrDefault(site, 0L);
            if (site.isSuspended(instants.nowNanos())) {
                troubles.add(new Trouble(Overviews.name(site), "", mail, site.key.name() + " is not reached: "
                        + site.lastFailure));
            } else {
                site.paths.values().forEach(path -> addPath(path, mail, troubles));
            }
        }
        addWarmUps(troubles);
        troubles.sort(Comparator.comparingLong(Trouble::recipients).reversed());
        return troubles.subList(0, Math.min(troubles.size(), QueueOverview.MOST_TROUBLES));
    }

    /** That a cap is used up is as planned; that receivers block a source is told below, once for all of a provider's sites. */
    private static boolean isTrouble(Blocker blocker) {
        return blocker.kind() != BlockerKind.WARM_UP;
    }

    private void addWarmUps(List<Trouble> troubles) {
        for (Warming warming : warmUps.all()) {
            WarmUp warmUp = warming.warmUp;
            if (warmUp.state() == WarmUpState.STOPPED) {
                long ready = sites.all().stream()
                        .filter(site -> WarmUps.name(site.provider).equals(warmUp.provider()))
                        .mapToLong(site -> site.ready).sum();
                troubles.add(new Trouble(warmUp.provider(), warmUp.source(), ready, WarmUpWords.reason(warmUp)));
            }
        }
    }

    private void addPath(Path path, long mail, List<Trouble> troubles) {
        Site site = path.site;
        String source = path.source.name();
        long now = instants.nowNanos();
        if (path.hasMail() && sites.blocks().isShut(site, source, now)) {
            paths.of(site, source).stream().findFirst().filter(Troubles::isTrouble)
                    .ifPresent(blocker -> troubles.add(new Trouble(
                            Overviews.name(site), source, mail,
                            "source " + source + " is shut out of " + site.key.name()
                                    + ": " + blocker.reason())));
        }
        double outcomes = path.meter.outcomes(now);
        double share = path.meter.refusals(now) / Math.max(1, outcomes);
        if (outcomes >= FEWEST_OUTCOMES && share >= REFUSED_SHARE) {
            troubles.add(new Trouble(Overviews.name(site), source, mail, String.format(Locale.ROOT,
                    "%s refused %.0f %% of what source %s sent in the last minutes: %s", site.key.name(), share * 100,
                    source, path.meter.lastRefusal())));
        }
    }
}
