package com.penguinmails.mta.accept;

import com.penguinmails.mta.accept.AcceptResult.Accepted;
import com.penguinmails.mta.accept.AcceptResult.InProgress;
import com.penguinmails.mta.accept.AcceptResult.Refused;
import com.penguinmails.mta.accept.AcceptResult.RefusedForNow;
import com.penguinmails.mta.accept.AcceptResult.Repeated;
import com.penguinmails.mta.counter.Counter;
import com.penguinmails.mta.counter.Counters;
import com.penguinmails.mta.schedule.MailQueue;
import com.penguinmails.mta.spool.CommitListener;
import com.penguinmails.mta.spool.CommittedEntry;
import com.penguinmails.mta.spool.IdempotencyEntry;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.spool.SpoolEntry;
import com.penguinmails.mta.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's gate: policy first, then whether there is room, then the idempotency key, then the spool.
 *
 * <p>An idempotency key is held from before the spool is offered the entry until the commit is told, and every way out of here
 * either completes or abandons it. A submission that finds the spool's ring full waits once for room and is then refused for
 * now; so at most {@value #MAX_WAITING} wait at a time.
 */
public final class NodeAcceptor implements Acceptor {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAcceptor.class);
    private static final int MAX_WAITING = 4096;
    private static final int RETRY_SOON_SECONDS = 1;
    private static final int RETRY_LATER_SECONDS = 30;

    private final Spool spool;
    private final MailQueue queue;
    private final IdempotencyLedger ledger;
    private final SubmissionPolicy policy;
    private final Rules rules;
    private final Clock clock;
    private final Counters counters;
    private final AtomicInteger waiting = new AtomicInteger();

    /** The gate of a node by itself. */
    public NodeAcceptor(Spool spool, MailQueue queue, IdempotencyLedger ledger, AcceptLimits limits, Clock clock,
            Counters counters) {
        this(spool, queue, ledger, new Rules(limits, Admission.open()), clock, counters);
    }

    /** What all mail is held to, and who decides beside that. */
    public record Rules(AcceptLimits limits, Admission admission) {}

    public NodeAcceptor(Spool spool, MailQueue queue, IdempotencyLedger ledger, Rules rules, Clock clock,
            Counters counters) {
        this.spool = spool;
        this.queue = queue;
        this.ledger = ledger;
        this.policy = new SubmissionPolicy(rules.limits(), rules.admission());
        this.rules = rules;
        this.clock = clock;
        this.counters = counters;
    }

    @Override
    public Optional<String> refusalForNow(int recipients) {
        Optional<String> decided = rules.admission().refusalForNow();
        if (decided.isPresent()) {
            return decided;
        }
        String ofSpool = spool.refusal();
        return ofSpool.isEmpty() ? queue.refusal(recipients) : Optional.of(ofSpool);
    }

    @Override
    public int roomForNow(int wanted) {
        boolean open = rules.admission().refusalForNow().isEmpty() && spool.refusal().isEmpty();
        return open ? queue.room(wanted) : 0;
    }

    @Override
    public void submit(Submission submission, Consumer<AcceptResult> receiver) {
        Consumer<AcceptResult> counted = result -> {
            count(result, submission);
            receiver.accept(result);
        };
        Optional<Refused> refused = policy.refusal(submission, clock.millis());
        if (refused.isPresent()) {
            counted.accept(refused.get());
            return;
        }
        Optional<String> noRoom = refusalForNow(submission.recipients().size());
        if (noRoom.isPresent()) {
            counted.accept(new RefusedForNow(noRoom.get(), RETRY_LATER_SECONDS));
            return;
        }
        IdempotencyEntry idempotency = submission.idempotency();
        if (idempotency == null) {
            commit(submission, counted);
        } else {
            commitOnce(submission, idempotency, counted);
        }
    }

    private void commitOnce(Submission submission, IdempotencyEntry idempotency, Consumer<AcceptResult> receiver) {
        IdempotencyKey key = IdempotencyKey.of(idempotency);
        switch (ledger.begin(key, idempotency.fingerprint())) {
            case IdempotencyClaim.Fresh() -> commit(submission, result -> {
                if (result instanceof Accepted) {
                    ledger.complete(idempotency);
                } else {
                    ledger.abandon(key);
                }
                receiver.accept(result);
            });
            case IdempotencyClaim.Replay(IdempotencyEntry first) -> receiver.accept(new Repeated(first));
            case IdempotencyClaim.InFlight() -> receiver.accept(new InProgress(RETRY_SOON_SECONDS));
            case IdempotencyClaim.Mismatch() -> receiver.accept(new Refused("idempotency_key_reused", "idempotency_key",
                    "this idempotency key was used for another message: take a new key for each message"));
        }
    }

    private void commit(Submission submission, Consumer<AcceptResult> receiver) {
        SpoolEntry entry = entry(submission);
        CommitListener listener = new Commit(submission, receiver);
        if (offered(entry, listener)) {
            return;
        }
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            receiver.accept(noRoomNow());
            return;
        }
        spool.whenRoom(() -> {
            waiting.decrementAndGet();
            if (!offered(entry, listener)) {
                receiver.accept(noRoomNow());
            }
        });
    }

    /** A spool that will not even look at the entry must not keep its key and its memory: the sender is asked to come again. */
    private boolean offered(SpoolEntry entry, CommitListener listener) {
        try {
            return spool.offer(entry, listener);
        } catch (IllegalArgumentException | IllegalStateException e) {
            LOG.error("the spool cannot take an entry", e);
            return false;
        }
    }

    private static RefusedForNow noRoomNow() {
        return new RefusedForNow("more mail comes in than the disk can take just now", RETRY_SOON_SECONDS);
    }

    private SpoolEntry entry(Submission submission) {
        return new SpoolEntry(List.of(submission.content()),
                List.of(submission.toRecord(0, clock.millis(), rules.limits().expiry())));
    }

    private void count(AcceptResult result, Submission submission) {
        switch (result) {
            case Accepted _ -> {
                counters.increment(Counter.MESSAGES_ACCEPTED);
                counters.add(Counter.RECIPIENTS_ACCEPTED, submission.recipients().size());
            }
            case Repeated _ -> counters.increment(Counter.MESSAGES_REPEATED);
            case Refused _ -> counters.increment(Counter.MESSAGES_REFUSED);
            case RefusedForNow _,InProgress _ -> counters.increment(Counter.MESSAGES_REFUSED_FOR_NOW);
        }
    }

    /** Carries the spool's answer to one submission's receiver. */
    private record Commit(Submission submission, Consumer<AcceptResult> receiver) implements CommitListener {

        @Override
        public void committed(CommittedEntry entry) {
            receiver.accept(new Accepted(submission.id()));
        }

        @Override
        public void failed(String reason) {
            LOG.atWarn().addKeyValue("message_id", submission.id()).log("Not accepted, the spool failed: {}", reason);
            receiver.accept(new RefusedForNow(reason, RETRY_LATER_SECONDS));
        }
    }
}
