package com.penguinmails.system.simulation;

import com.penguinmails.mta.schedule.MailQueue;
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
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final World world;
    private final Laws laws;

    Stillness(World world, Laws laws) {
        this.world = world;
        this.laws = laws;
    }

    void check(Node node) {
        for (Mail mail : laws.mails()) {
            if (mail.isAccepted() && mail.fates.stream().anyMatch(Fate::isOpen)) {
                check(node, mail);
            }
        }
    }

    /** What some of those wait for that are still queued, in words. */
    String waiting(Node node) {
        return laws.mails().stream().filter(mail -> mail.isAccepted() && mail.fates.stream().anyMatch(Fate::isOpen))
                .limit(3).map(mail -> states(node, mail).toString()).toList() + " at " + world.millis();
    }

    private static List<MailQueue.RecipientState> states(Node node, Mail mail) {
        var answer = node.queue().states(mail.acceptance).toCompletableFuture();
        node.answer();
        return Objects.requireNonNull(answer.getNow(null), "the queue answers");
    }

    private void check(Node node, Mail mail) {
        List<MailQueue.RecipientState> states = states(node, mail);
        long open = mail.fates.stream().filter(Fate::isOpen).count();
        laws.require(states.size() == open, "every open recipient is queued", mail.id, states.size(), open);
        long wake = world.millis() + (node.queueDeadlineNanos() - world.nanoTime()) / NANOS_PER_MILLI;
        for (MailQueue.RecipientState state : states) {
            Fate fate = mail.fates.get(state.index());
            laws.require(WAITING.contains(state.state()), "nothing that is ready is forgotten", fate, state);
            boolean explained = !state.reason().isEmpty() || state.state().equals("deferred");
            laws.require(explained, "what a limit holds back has a reason", fate, state);
            long ownTime = Math.max(mail.sendAtMillis, fate.dueMillis);
            boolean known = state.releaseMillis() > 0 || ownTime > world.millis();
            long release = state.releaseMillis() > 0 ? state.releaseMillis() : Math.max(ownTime, world.millis());
            laws.require(known || state.state().equals("delayed"), "what waits has a release time", fate, state);
            laws.require(release + 1 >= world.millis(), "what is released waits no longer", fate, state);
            long spare = state.state().equals("delayed") ? TURN_MILLIS : 1;
            laws.require(wake <= Math.min(release + spare, mail.expiresMillis + 1),
                    "the node wakes when the first is released", fate, state, wake - world.millis());
        }
    }
}
