package com.penguinmails.mta.deliver;

import com.penguinmails.mta.message.Reply;
import com.penguinmails.mta.outcome.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a session that have begun and are not over, in the order in which they were said, and whether another may
 * begin. The law:
 *
 * <ul>
 * <li>Without PIPELINING a transaction begins when nothing is due.
 * <li>With it, one may begin when all of the one before is said, content and all: behind a lone dot at most one (RFC 2920 §3.1), behind
 * {@code BDAT … LAST} as many as the window holds (RFC 3030), while less than {@value #MAX_OCTETS} octets are unanswered.
 * <li>Several are in flight only where the receiver's replies can be told apart, or a reply to DATA, which is like no other, comes in
 * between.
 * <li>It is asked for one at a time, so that no more than one is on its way here when the session ends.
 * </ul>
 *
 * <p>For one thread.
 */
final class InFlight {
    private static final long MAX_OCTETS = 1024 * 1024;
    private static final int BEHIND_A_DOT = 2;

    private final int maxMessages;
    private final SendWindow window;
    private final ReplyShapes shapes = new ReplyShapes();
    private final ArrayDeque<Transaction> open = new ArrayDeque<>();
    private long octets;
    private int begun;
    private boolean asked;

    /**
     * @param maxMessages transactions of the session in all
     * @param maxInFlight transactions at a time, at least 1
     */
    InFlight(int maxMessages, int maxInFlight) {
        this.maxMessages = maxMessages;
        this.window = new SendWindow(maxInFlight);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    int size() {
        return open.size();
    }

    /** Whether the session has had all its transactions. */
    boolean isUsedUp() {
        return begun >= maxMessages;
    }

    /** The one that is answered next, or null. */
    @Nullable
    Transaction first() {
        return open.peekFirst();
    }

    /** The one that speaks or has spoken last, or null. */
    @Nullable
    Transaction last() {
        return open.peekLast();
    }

    /**
     * Whether another transaction is wanted now; if so it is asked for, and only {@link #begin} lets the next be.
     *
     * @param pipelining whether the receiver takes a command before it has answered the last
     * @param nothingDue whether it has answered all commands
     */
    boolean ask(boolean pipelining, boolean nothingDue) {
        if (asked || isUsedUp() || !(pipelining ? hasRoom() : nothingDue)) {
            return false;
        }
        asked = true;
        return true;
    }

    private boolean hasRoom() {
        Transaction last = open.peekLast();
        if (last == null) {
            return true;
        }
        return last.isSaid() && open.size() < most(last) && octets < MAX_OCTETS;
    }

    private int most(Transaction last) {
        if (!last.isChunked()) {
            return Math.min(BEHIND_A_DOT, window.size());
        }
        return shapes.tellContentApart() ? window.size() : 1;
    }

    void begin(Transaction transaction) {
        asked = false;
        begun++;
        open.addLast(transaction);
        octets += transaction.octets();
        transaction.position(open.size());
    }

    /** Whether the reply is one that this receiver gives to another command. */
    boolean isOutOfTurn(AwaitedReply.OfTransaction due, Reply reply) {
        if (due.transaction().isAlone()) {
            return false;
        }
        return switch (due) {
            case AwaitedReply.Data _ -> false;
            case AwaitedReply.EndOfData _ -> !shapes.isFor(due.stage(), reply);
            case AwaitedReply.Mail _,AwaitedReply.Rcpt _ -> shapes.isForAnother(due.stage(), reply);
        };
    }

    /** The reply is believed. */
    void learn(AwaitedReply.OfTransaction due, Reply reply) {
        if (due.transaction().isAlone() && !(due instanceof AwaitedReply.Data)) {
            shapes.learn(due.stage(), reply);
        }
    }

    /** It is over in order. */
    void over(Transaction done, long nowNanos) {
        remove(done);
        boolean deferred = false;
        boolean delivered = false;
        for (Outcome outcome : done.outcomes()) {
            deferred |= outcome instanceof Outcome.Deferred;
            delivered |= outcome instanceof Outcome.Delivered;
        }
        if (deferred) {
            window.deferred();
        } else if (delivered) {
            window.taken(nowNanos - done.saidNanos(), done.position());
        }
    }

    private void remove(Transaction done) {
        octets -= done.octets();
        // Nearly always the first; one that the receiver cannot take at all is over as it begins.
        for (Iterator<Transaction> each = open.iterator(); each.hasNext();) {
            if (each.next() == done) {
                each.remove();
                return;
            }
        }
    }

    /** All that are open; none is any more. */
    List<Transaction> takeAll() {
        List<Transaction> all = new ArrayList<>(open);
        open.clear();
        octets = 0;
        return all;
    }
}
