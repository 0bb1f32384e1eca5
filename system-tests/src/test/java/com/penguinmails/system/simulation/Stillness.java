package com.penguinmails.system.simulation;

import com.penguinmails.mta.schedule.Blocker;
import com.penguinmails.mta.schedule.BlockerKind;
import com.penguinmails.mta.schedule.MailQueue;
import com.penguinmails.mta.schedule.RecipientExplanation;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The law of waiting: when nothing is on its way, every queued recipient waits for something that has a name and an instant, and
 * the node wakes no later than at the first of these. Whatever is ready and unblocked then was forgotten. For one thread.
 */
final class Stillness {
    private static final Set<String> WAITING = Set.of("scheduled", "deferred", "delayed");
    /** Who stands in line behind others is released after them; a token that nobody can use yet goes to the next after this. */
    private static final long TURN_MILLIS = 3_100;
    /** As long as the slowest limit on octets takes for the largest mail, which is what one that is chosen counts for until it is sent. */
    private static final long OCTETS_MILLIS = 10_000;
    /** What waits for a connection to end waits at most until those without work do. */
    private static final long FOR_EVER = Long.MAX_VALUE / 2;
    private static final long IDLE_MILLIS = 61_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final World world;
    private final Laws laws;

    Stillness(World world, Laws laws) {
        this.world = world;
        this.laws = laws;
    }

    void check(Node node) {
        String miscounted = laws.rules().caps().check(node, world.millis());
        laws.require(miscounted.isEmpty(), "what has left counts for warm-up, and nothing else", miscounted);
        laws.triggers().check(node);
        for (Mail mail : laws.mails()) {
            if (mail.isAccepted() && mail.fates.stream().anyMatch(Fate::isOpen)) {
                check(node, mail);
            }
        }
    }

    /** What some of those wait for that are still queued, in words. */
    String waiting(Node node) {
        return laws.mails().stream().filter(mail -> mail.isAccepted() && mail.fates.stream().anyMatch(Fate::isOpen))
                .limit(3).map(mail -> explain(node, mail).toString()).toList() + " at " + world.millis();
    }

    private static List<RecipientExplanation> explain(Node node, Mail mail) {
        var answer = node.queue().explain(mail.acceptance).toCompletableFuture();
        node.answer();
        return Objects.requireNonNull(answer.getNow(null), "the queue answers");
    }

    private void check(Node node, Mail mail) {
        List<RecipientExplanation> explanations = explain(node, mail);
        long open = mail.fates.stream().filter(Fate::isOpen).count();
        laws.require(explanations.size() == open, "every open recipient is queued", mail.id, explanations.size(), open);
        long wake = world.millis() + (node.queueDeadlineNanos() - world.nanoTime()) / NANOS_PER_MILLI;
        for (RecipientExplanation explanation : explanations) {
            check(mail.fates.get(explanation.recipient().index()), explanation, wake);
        }
    }

    private void check(Fate fate, RecipientExplanation explanation, long wake) {
        MailQueue.RecipientState state = explanation.recipient();
        laws.require(WAITING.contains(state.state()), "nothing that is ready is forgotten", fate, state);
        boolean explained = !state.reason().isEmpty() || state.state().equals("deferred");
        laws.require(explained, "what a limit holds back has a reason", fate, state);
        boolean suspended = explanation.blockers().getFirst().kind() == BlockerKind.SUSPENDED;
        for (Blocker blocker : explanation.blockers()) {
            boolean ordered = blocker.kind() != BlockerKind.SUSPENDED
                    || laws.orders().mayBeHeld(fate, blocker.releaseMillis()) || laws.triggers().mayHold(blocker);
            laws.require(ordered, "what is suspended has its order", fate, explanation);
        }
        laws.openSources().check(fate, explanation);
        long ownTime = Math.max(fate.mail.sendAtMillis, fate.dueMillis);
        boolean known = state.releaseMillis() > 0 || ownTime > world.millis();
        long release = state.releaseMillis() > 0 ? state.releaseMillis() : Math.max(ownTime, world.millis());
        laws.require(known || state.state().equals("delayed"), "what waits has a release time", fate, state);
        laws.require(release + 1 >= world.millis(), "what is released waits no longer", fate, explanation,
                world.millis());
        long spare = state.releaseMillis() > 0 ? spare(state) : suspended ? FOR_EVER : IDLE_MILLIS;
        laws.require(wake <= Math.min(release + spare, fate.mail.expiresMillis + 1),
                "the node wakes when the first is released", fate, explanation, wake - world.millis(), world.millis());
    }

    private static long spare(MailQueue.RecipientState state) {
        if (!state.state().equals("delayed")) {
            return 1;
        }
        return state.reason().startsWith("byte rate") ? OCTETS_MILLIS : TURN_MILLIS;
    }
}
