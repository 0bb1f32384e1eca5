package com.penguinmails.mta.schedule;

import com.penguinmails.mta.connect.OutboundConnection;
import org.jspecify.annotations.Nullable;

/** What a recipient is doing that nothing holds: with which host it is in transaction, and since when. For one thread. */
final class FlightBlockers {
    private final RecipientStore store;
    private final SiteTable sites;
    private final OutcomeJournal journal;
    private final Instants instants;

    FlightBlockers(RecipientStore store, SiteTable sites, OutcomeJournal journal, Instants instants) {
        this.store = store;
        this.sites = sites;
        this.journal = journal;
        this.instants = instants;
    }

    Blocker of(int slot) {
        Transaction transaction = transaction(slot);
        if (transaction == null || store.slots().state(slot) == SlotState.SETTLING) {
            String reason = journal.isBlocked()
                    ? "its outcome is decided, and cannot be written to the journal for now"
                    : "its outcome is decided and goes to the journal";
            return new Blocker(BlockerKind.SETTLING, "", "", reason, 0, 0, "its record is on disk",
                    journal.isBlocked() ? "see the reasons of /health/ready: the disk may be full" : "");
        }
        Path path = transaction.session.path;
        OutboundConnection connection = transaction.session.connection;
        String host = connection == null ? path.site.key.name() : connection.remoteMta();
        if (store.slots().state(slot) == SlotState.PREPARING) {
            return new Blocker(BlockerKind.PREPARING, path.source.name(), "",
                    "its mail is read and signed for the connection to " + host, 0, 0,
                    "it is signed and the connection is ready", "");
        }
        return new Blocker(BlockerKind.SENDING, path.source.name(), "", "in transaction with " + host,
                instants.millis(transaction.beganNanos), 0,
                "the receiver's reply, within the times of [delivery] in node.toml", "");
    }

    private @Nullable Transaction transaction(int slot) {
        for (Site site : sites.all()) {
            for (Path path : site.paths.values()) {
                for (Session session : path.sessions) {
                    Transaction found = transaction(session, slot);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return null;
    }

    private static @Nullable Transaction transaction(Session session, int slot) {
        Transaction next = session.next;
        if (next != null && next.slots.contains(slot)) {
            return next;
        }
        return session.open.values().stream().filter(open -> open.slots.contains(slot)).findFirst().orElse(null);
    }
}
