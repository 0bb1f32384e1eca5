package com.penguinmails.mta.schedule;

import com.penguinmails.mta.deliver.MailSource;
import com.penguinmails.mta.deliver.PreparedMail;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.QueueOutcome;
import com.penguinmails.mta.time.Clock;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Mail that was picked for a session and has not begun: a worker reads and signs it meanwhile. Until it begins it can be abandoned,
 * and then its recipients are ready again, as if they had never been picked. For one thread.
 */
final class Preparations {
    private static final long UNAVAILABLE_PAUSE_MILLIS = 60_000;

    private final RecipientStore store;
    private final QueueGates gates;
    private final SiteTable sites;
    private final OutcomeJournal journal;
    private final CommandQueue commands;
    private final Clock clock;
    private final Picker picker;
    private final Connections connections;
    private final MailSource mails;
    private final Consumer<Session> begin;
    /** What is prepared, or being prepared, and has not begun. */
    private final Set<Transaction> prepared = new LinkedHashSet<>();

    /** @param begin begins the next mail of a session if that can be done now */
    Preparations(Dispatcher.Parts parts, Picker picker, Connections connections, MailSource mails,
            Consumer<Session> begin) {
        this.store = parts.store();
        this.gates = parts.gates();
        this.sites = parts.sites();
        this.journal = parts.journal();
        this.commands = parts.commands();
        this.clock = parts.clock();
        this.picker = picker;
        this.connections = connections;
        this.mails = mails;
        this.begin = begin;
    }

    /** The transaction is what its session begins next, when it is prepared. */
    void prepare(Transaction transaction) {
        transaction.session.next = transaction;
        prepared.add(transaction);
        connections.works(transaction.session);
        mails.prepare(transaction.request, mail -> commands.add(() -> prepared(transaction, mail)));
    }

    /** The transaction begins, or never will: it is not what its session begins next. */
    void remove(Transaction transaction) {
        transaction.session.next = null;
        prepared.remove(transaction);
    }

    /** Gives back all such mail that was prepared and not begun. */
    void abandon(Predicate<Transaction> which) {
        prepared.stream().filter(which).toList().forEach(this::abandon);
    }

    /** Gives back what the transaction was to send; its session takes other mail. */
    void abandon(Transaction transaction) {
        Session session = transaction.session;
        remove(transaction);
        picker.giveBack(transaction);
        if (session.isIdle()) {
            connections.rests(session);
        }
        session.path.standInLine(session);
        sites.askPump(session.path.site);
    }

    /** The session begins no more mail. */
    void giveBackNext(Session session) {
        Transaction next = session.next;
        if (next != null) {
            remove(next);
            picker.giveBack(next);
        }
    }

    private void prepared(Transaction transaction, PreparedMail mail) {
        if (transaction.abandoned) {
            return;
        }
        Session session = transaction.session;
        switch (mail) {
            case PreparedMail.Ready ready -> {
                transaction.mail = ready;
                begin.accept(session);
            }
            case PreparedMail.Unrenderable unrenderable -> {
                withdraw(transaction);
                Outcome outcome = QueueOutcome.renderingFailed(unrenderable.reason());
                List<Integer> slots = transaction.slots;
                slots.forEach(slot -> store.takeOut(slot, SlotState.SETTLING));
                journal.record(new Attempt(unrenderable.identity(), slots, Collections.nCopies(slots.size(), outcome),
                        null, null));
            }
            case PreparedMail.Unavailable unavailable -> {
                withdraw(transaction);
                transaction.slots.forEach(slot -> postpone(transaction, slot, unavailable.reason()));
            }
        }
        session.path.standInLine(session);
        sites.askPump(session.path.site);
    }

    private void withdraw(Transaction transaction) {
        transaction.abandoned = true;
        remove(transaction);
        picker.releaseTokens(transaction);
        if (transaction.session.isIdle()) {
            connections.rests(transaction.session);
        }
    }

    /** A record that was moved on disk meanwhile is read at its new place at once. */
    private void postpone(Transaction transaction, int slot, String reason) {
        DomainQueue queue = store.queueOf(slot);
        if (store.slots().place(slot) != transaction.request.place().position()) {
            store.returnReady(slot);
            gates.admit(queue);
            return;
        }
        queue.lastDiagnostic = reason;
        store.makeWait(slot, InsertReason.CONTENT_UNAVAILABLE, clock.millis() + UNAVAILABLE_PAUSE_MILLIS);
    }
}
