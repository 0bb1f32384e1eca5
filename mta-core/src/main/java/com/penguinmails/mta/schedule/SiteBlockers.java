package com.penguinmails.mta.schedule;

import static com.penguinmails.mta.schedule.SlotTable.NONE;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds mail at its site: the site itself, each egress source that may serve it, the line, and what all connections of the
 * node share. A source that only a limit holds comes before one that is shut, since the mail leaves by it; where some source is open, what
 * closes the others comes last and says which. For one thread.
 */
final class SiteBlockers {
    private static final int MOST_COUNTED = 100_000;

    private final RecipientStore store;
    private final PathBlockers paths;
    private final Connections connections;
    private final OutcomeJournal journal;
    private final Instants instants;

    SiteBlockers(RecipientStore store, PathBlockers paths, Connections connections, OutcomeJournal journal,
            Instants instants) {
        this.store = store;
        this.paths = paths;
        this.connections = connections;
        this.journal = journal;
        this.instants = instants;
    }

    /** @param slot the recipient if it stands in the lane's line, else {@link SlotTable#NONE} */
    List<Blocker> of(Lane lane, DomainQueue queue, int slot) {
        List<Blocker> blockers = new ArrayList<>();
        Site site = lane.site;
        if (site.isSuspended(instants.nowNanos())) {
            blockers.add(paths.unreachable(site));
        }
        List<Blocker> bySource = new ArrayList<>();
        List<Blocker> ofShut = new ArrayList<>();
        boolean open = false;
        for (String source : lane.key.sources()) {
            List<Blocker> own = paths.of(queue, lane, source);
            open |= own.isEmpty();
            (own.stream().anyMatch(blocker -> blocker.kind().shutsSource()) ? ofShut : bySource).addAll(own);
        }
        bySource.addAll(ofShut);
        if (open && blockers.isEmpty()) {
            addCommon(lane, queue, slot, blockers);
            blockers.addAll(bySource);
        } else {
            blockers.addAll(bySource);
            addJournal(blockers);
        }
        return blockers;
    }

    private void addCommon(Lane lane, DomainQueue queue, int slot, List<Blocker> blockers) {
        addJournal(blockers);
        if (connections.isFull() && taker(lane) == null) {
            blockers.add(new Blocker(BlockerKind.NODE_CONNECTIONS, "", "delivery.max_connections in node.toml",
                    "all " + connections.total() + " connections of the node are in use", queue.phaseSinceMillis, 0,
                    "a connection to any site ends", "raise delivery.max_connections in node.toml"));
        }
        if (blockers.isEmpty()) {
            blockers.add(taker(lane) == null ? connecting(lane, queue) : turn(lane, queue, slot));
        }
    }

    private void addJournal(List<Blocker> blockers) {
        if (journal.isBlocked()) {
            blockers.add(new Blocker(BlockerKind.JOURNAL, "", "", "outcomes cannot be written for now",
                    0, 0, "the spool takes records again", "see the reasons of /health/ready: the disk may be full"));
        }
    }

    private static @Nullable Path taker(Lane lane) {
        return lane.key.sources().stream().map(lane.site.paths::get)
                .filter(path -> path != null && (path.hasTaker(true) || path.hasTaker(false))).findFirst().orElse(null);
    }

    private static Blocker connecting(Lane lane, DomainQueue queue) {
        Site site = lane.site;
        return new Blocker(BlockerKind.CONNECTING, "", "",
                site.opening > 0
                        ? "a connection to " + site.key.name() + " is being opened"
                        : "it takes the next connection to " + site.key.name(),
                queue.phaseSinceMillis, 0,
                "the connection is open, or given up after delivery.connect_timeout for each of the site's addresses",
                "");
    }

    private Blocker turn(Lane lane, DomainQueue queue, int slot) {
        int before = before(queue, slot);
        String others = lane.line.size() > 1
                ? "; " + (lane.line.size() - 1) + " other queues share the line to " + lane.site.key.name()
                : "";
        String text = before < 0
                ? "more than " + MOST_COUNTED + " recipients of its own queue are before it"
                : before + " recipients of its own queue are before it";
        double perSecond = paths.perSecond(lane.site);
        return new Blocker(BlockerKind.TURN, "", "fair shares",
                text + others + (perSecond > 0 ? String.format("; %.1f a second leave it", perSecond) : ""),
                queue.phaseSinceMillis, 0, "its turn", "");
    }

    /** How many recipients of its queue go before it; -1 where they are too many to be counted. */
    private int before(DomainQueue queue, int slot) {
        if (slot == NONE) {
            return queue.ready > MOST_COUNTED ? -1 : queue.ready;
        }
        int count = 0;
        for (int at = queue.readyHead; at != slot && at != NONE; at = store.slots().readyNext(at)) {
            count++;
            if (count > MOST_COUNTED) {
                return -1;
            }
        }
        return count;
    }
}
