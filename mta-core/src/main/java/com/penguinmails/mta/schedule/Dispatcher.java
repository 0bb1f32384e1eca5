package com.penguinmails.mta.schedule;

import com.penguinmails.mta.connect.OutboundConnection;
import com.penguinmails.mta.deliver.Delivery;
import com.penguinmails.mta.deliver.MailSource;
import com.penguinmails.mta.deliver.PreparedMail;
import com.penguinmails.mta.outcome.DeliveryStatus;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.QueueOutcome;
import com.penguinmails.mta.outcome.Stage;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings mail and connections together. A transaction is picked for a session, prepared by a worker, begun when the session is
 * ready, and over when its outcomes are with the journal. A session is given its next mail while it still sends the last
 * ({@link Preparations}), so that the wire does not wait for reading and signing, and begins it before the last is answered if it
 * says that it can. For one thread.
 */
final class Dispatcher implements SessionEvents {
    private final RecipientStore store;
    private final QueueGates gates;
    private final Picker picker;
    private final SiteTable sites;
    private final Connections connections;
    private final SiteFailures failures;
    private final SiteAlarms alarms;
    private final OutcomeJournal journal;
    private final AttemptObserver observer;
    private final CommandQueue commands;
    private final Clock clock;
    private final Preparations preparations;
    private int openTransactions;
    private boolean ending;

    Dispatcher(Parts parts, Picker picker, Connections connections, SiteFailures failures, SiteAlarms alarms,
            MailSource mails) {
        this.store = parts.store();
        this.gates = parts.gates();
        this.sites = parts.sites();
        this.journal = parts.journal();
        this.observer = parts.observer();
        this.commands = parts.commands();
        this.clock = parts.clock();
        this.picker = picker;
        this.connections = connections;
        this.failures = failures;
        this.alarms = alarms;
        this.preparations = new Preparations(parts, picker, connections, mails, this::begin);
    }

    /** Which sessions are given mail: those that can begin it; those at work before connections are opened, and after that. */
    private enum Takers {
        READY,
        AT_WORK,
        AT_WORK_AFTER_OPENING;

        /**
         * Whether mail whose rate is scarce had better go over another connection, which can be opened or is being opened. Asks every
         * lane and source of the site, so only to be asked where a rate is scarce.
         */
        boolean leaveScarce(Site site, Connections connections) {
            return switch (this) {
                case READY -> false;
                case AT_WORK -> connections.hasRoom(site);
                case AT_WORK_AFTER_OPENING -> site.opening > 0;
            };
        }
    }

    /** What it shares with the rest of the queue. */
    record Parts(RecipientStore store, QueueGates gates, SiteTable sites, OutcomeJournal journal,
            AttemptObserver observer, CommandQueue commands, Clock clock) {}

    /** Moves what can be moved at a site: mail to waiting sessions, then new connections for what is left. */
    void pump(Site site) {
        if (ending) {
            return;
        }
        gates.realign(site);
        site.parkedNanos = Long.MAX_VALUE;
        if (!site.isSuspended(clock.nanoTime())) {
            giveOut(site, Takers.READY);
            giveOut(site, Takers.AT_WORK);
            giveOutParked(site);
            if (!journal.isBlocked()) {
                connections.openFor(site, this);
                connections.makeRoom(gates::isWaitedFor);
            }
            giveOut(site, Takers.AT_WORK_AFTER_OPENING);
        }
        if (journal.isBlocked()) {
            sites.askPump(site);
        } else {
            alarms.set(site);
        }
    }

    /** Gives out nothing from now on; transactions that have begun go on to their end. */
    void end() {
        ending = true;
    }

    /** Transactions that have begun and are not over. */
    int openTransactions() {
        return openTransactions;
    }

    @Override
    public void handOver(Runnable event) {
        commands.add(event);
    }

    @Override
    public void opened(Session session, OutboundConnection connection) {
        session.connection = connection;
        session.measureOpening(clock.nanoTime());
        Site site = session.path.site;
        session.path.opening--;
        site.opening--;
        site.open++;
        observer.opened(session.path);
        failures.reached(session.path);
        // The session says at once that it is ready; asked before that, the site would open a second one for the same mail.
    }

    @Override
    public void failed(Session session, Outcome outcome, FailureScope scope) {
        session.path.opening--;
        session.path.site.opening--;
        connections.ended(session);
        observer.notOpened(session.path, outcome, scope);
        failures.notReached(session, outcome, scope);
        sites.askPump(session.path.site);
    }

    @Override
    public void ready(Session session) {
        session.credits++;
        if (isDone(session)) {
            endUnused(session);
            return;
        }
        if (session.isIdle()) {
            connections.rests(session);
        }
        begin(session);
        session.path.standInLine(session);
        sites.askPump(session.path.site);
    }

    /** Whether it is to begin no more mail. */
    private static boolean isDone(Session session) {
        return session.begun >= session.request.maxMessages() || session.exhausted || session.path.isOverfull();
    }

    @Override
    public void delivered(Session session, long deliveryId, List<Outcome> outcomes, FailureScope scope) {
        Transaction transaction = session.open.remove(deliveryId);
        if (transaction != null && isUntouched(session, outcomes)) {
            openTransactions--;
            observer.unheard(session.path, transaction.slots.size(), transaction.beganNanos);
            picker.takeBack(transaction);
        } else if (transaction != null) {
            record(transaction, outcomes);
            if (scope == FailureScope.SITE) {
                failures.siteGone(session.path, outcomes);
            }
        }
        if (session.credits > 0 && session.isIdle()) {
            // It was ready while its last mail was under way, and does not say so again.
            rest(session);
        }
        session.path.standInLine(session);
        sites.askPump(session.path.site);
    }

    private void rest(Session session) {
        if (isDone(session)) {
            connections.end(session);
        } else {
            connections.rests(session);
        }
    }

    /**
     * Whether the session ended before the receiver answered any of this mail: it was over already, other mail was to be answered
     * first, or it was kept open from mail to mail and the receiver had closed it before the first reply. That says nothing of the
     * mail, which takes the next session at once.
     */
    private static boolean isUntouched(Session session, List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            DeliveryStatus status = outcome.status();
            boolean unheard = outcome instanceof Outcome.Deferred && status.reply() == null
                    && (status.stage() == Stage.CONNECT || status.stage() == Stage.MAIL && session.begun > 1);
            if (!unheard) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void closed(Session session) {
        Site site = session.path.site;
        site.open--;
        if (!session.isFinished()) {
            // The receiver ended it before its time: one connection finds out whether it is still there.
            site.proven = false;
        }
        session.ending = true;
        preparations.giveBackNext(session);
        // By contract none is left; a lost outcome would be a lost recipient, so it is not left to the contract.
        for (Transaction transaction : List.copyOf(session.open.values())) {
            record(transaction, Collections.nCopies(transaction.slots.size(), QueueOutcome.connectionLost()));
        }
        session.open.clear();
        session.connection = null;
        observer.closed(session.path);
        connections.ended(session);
        sites.askPump(site);
    }

    /** Gives back all such mail that was prepared and not begun. */
    void abandonPrepared(Predicate<Transaction> which) {
        preparations.abandon(which);
    }

    /**
     * To one path after the other in turn by weight, as long as any takes mail. What a session at work is given waits for it, so mail
     * whose rate is scarce is first left for connections that can be opened, and those at work have the rest.
     */
    private void giveOut(Site site, Takers which) {
        BooleanSupplier leaveScarce = () -> which.leaveScarce(site, connections);
        List<Path> takers = new ArrayList<>(site.paths.values());
        while (!takers.isEmpty() && !journal.isBlocked()) {
            Path path = takers.size() == 1 ? takers.getFirst() : site.turns.next(takers);
            if (path == null || !giveOut(path, which == Takers.READY, leaveScarce)) {
                takers.remove(path);
            }
        }
    }

    private boolean giveOut(Path path, boolean ready, BooleanSupplier leaveScarce) {
        if (!path.hasMail() || !isOpen(path) || !path.hasTaker(ready)) {
            return false;
        }
        if (!ready && path.isScarce(clock.nanoTime()) && leaveScarce.getAsBoolean()) {
            return false;
        }
        Session session = path.nextTaker(ready);
        Transaction transaction = session == null
                ? null
                : ready ? picker.pick(session) : picker.pickAhead(session, leaveScarce);
        if (session == null || transaction == null) {
            standAgain(session);
            return false;
        }
        preparations.prepare(transaction);
        return true;
    }

    /** What waits for a connection that counts for a limit stands in no lane: those that count ask for it. */
    private void giveOutParked(Site site) {
        if (site.parked == 0) {
            return;
        }
        for (Path path : site.paths.values()) {
            for (Session session : path.sessions) {
                if (session.wantsMail() && !journal.isBlocked() && isOpen(path)) {
                    Transaction transaction = picker.pick(session);
                    if (transaction != null) {
                        preparations.prepare(transaction);
                    }
                }
            }
        }
    }

    private static void standAgain(@Nullable Session session) {
        if (session != null) {
            session.path.standInLine(session);
        }
    }

    private boolean isOpen(Path path) {
        long now = clock.nanoTime();
        return !sites.blocks().isStopped(path.site, path.source.name(), now) && path.messageReleaseNanos(now) <= now;
    }

    private void begin(Session session) {
        Transaction transaction = session.next;
        OutboundConnection connection = session.connection;
        if (transaction == null || connection == null || session.credits == 0) {
            return;
        }
        PreparedMail.Ready mail = transaction.mail;
        if (mail == null) {
            return;
        }
        if (ending || session.ending || session.path.gate.isResting(clock.nanoTime()) || hasExpired(transaction)
                || picker.isOfPastStep(transaction) || !picker.hasBytes(transaction)) {
            preparations.abandon(transaction);
            return;
        }
        preparations.remove(transaction);
        session.credits--;
        session.begun++;
        session.open.put(transaction.id, transaction);
        openTransactions++;
        connections.works(session);
        transaction.beganNanos = clock.nanoTime();
        session.measureBegin(transaction.slots.size(), transaction.beganNanos);
        transaction.slots.forEach(store::send);
        picker.takeTokens(transaction, mail.payload().size());
        connection.deliver(
                new Delivery(transaction.id, mail.envelope(), mail.identity().recipients(), mail.payload()));
    }

    private boolean hasExpired(Transaction transaction) {
        long now = clock.millis();
        for (int slot : transaction.slots) {
            if (store.slots().expiry(slot) <= now) {
                return true;
            }
        }
        return false;
    }

    private void record(Transaction transaction, List<Outcome> outcomes) {
        openTransactions--;
        PreparedMail.Ready mail = transaction.mail;
        if (mail == null || outcomes.size() != transaction.slots.size()) {
            throw new IllegalStateException("a transaction has one outcome for each recipient");
        }
        Path path = transaction.session.path;
        transaction.session.measureEnd(outcomes.size(), clock.nanoTime());
        for (int i = 0; i < outcomes.size(); i++) {
            int slot = transaction.slots.get(i);
            Outcome outcome = outcomes.get(i);
            DomainQueue queue = store.queueOf(slot);
            store.takeOut(slot, SlotState.SETTLING);
            if (!(outcome instanceof Outcome.Delivered)) {
                queue.lastDiagnostic = outcome.status().diagnostic();
            }
            path.meter.outcome(outcome, clock.nanoTime());
            observer.attempted(path, queue.key, outcome, transaction.beganNanos);
        }
        journal.record(new Attempt(mail.identity(), transaction.slots, outcomes, path.source.name(),
                path.site.key.name()));
    }

    private void endUnused(Session session) {
        preparations.giveBackNext(session);
        if (session.open.isEmpty()) {
            connections.end(session);
        }
        sites.askPump(session.path.site);
    }
}
