package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.schedule.DomainQueue.Phase;
import com.penguinmails.mta.shape.AutomationTrigger;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.shape.Suspension;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** What holds mail before its site is looked at: its own time, limits on whom it is accounted to, and DNS. For one thread. */
final class QueueBlockers {
    private static final String SHORTER = "shorter pauses in node.toml hold from the next start";

    private final RecipientStore store;
    private final Instants instants;
    private final LimitBlockers limits;

    QueueBlockers(RecipientStore store, Instants instants) {
        this.store = store;
        this.instants = instants;
        this.limits = new LimitBlockers(instants);
    }

    /** What a waiting recipient waits for. */
    Blocker waiting(int slot, DomainQueue queue) {
        long due = store.slots().due(slot);
        return switch (store.slots().reason(slot)) {
            case SCHEDULED -> new Blocker(BlockerKind.SCHEDULED, "", "send_at of the submission",
                    "its sender asked for this time", 0, due, "", "");
            case CONTENT_UNAVAILABLE -> new Blocker(BlockerKind.CONTENT, "", "", queue.lastDiagnostic, 0, due, "",
                    "the node's log says which file could not be read");
            default -> new Blocker(BlockerKind.RETRY, "", "queue.first_retry and queue.max_retry in node.toml",
                    retryReason(queue), 0, due, "", SHORTER);
        };
    }

    /** Of ready mail, every gate before its site that is closed, in order. */
    List<Blocker> of(DomainQueue queue) {
        List<Blocker> blockers = new ArrayList<>();
        limits.addOfQueue(queue, blockers);
        if (queue.phase == Phase.DRAINING) {
            blockers.add(new Blocker(BlockerKind.DRAINING, "", "", queue.lastDiagnostic, queue.phaseSinceMillis, 0,
                    "all that was ready has this outcome", ""));
        } else if (queue.phase == Phase.RESOLVING) {
            blockers.add(unresolved(queue));
        }
        return blockers;
    }

    /** It is suspended, on all sources or on one. */
    static Blocker suspended(Suspension suspension, String source) {
        boolean ends = suspension.untilMillis() != StandingOrder.UNTIL_TAKEN_BACK;
        boolean ordered = CommandId.isOne(suspension.id());
        String rule = ordered
                ? "command " + suspension.id()
                : AutomationTrigger.isOrigin(suspension.origin())
                        ? "[[automation]] " + AutomationTrigger.ruleOf(suspension.origin())
                                + " in shaping.toml"
                        : "suspension " + suspension.id();
        return new Blocker(BlockerKind.SUSPENDED, source, rule, suspension.words(), suspension.sinceMillis(),
                ends ? suspension.untilMillis() : 0, ends ? "" : "it is resumed",
                "penguin queue " + (ordered ? "end " + suspension.id() : "resume " + options(suspension.selector()))
                        + " --reason …");
    }

    private static String options(MailSelector mail) {
        var options = new StringJoiner(" ").setEmptyValue("--all");
        mail.parts().forEach((name, value) -> options.add("--" + name.replace('_', '-') + " " + value));
        return options.toString();
    }

    /** Its domain's mail exchangers are not known. */
    Blocker unresolved(DomainQueue queue) {
        DomainRoute route = queue.route;
        if (route.failures > 0) {
            return new Blocker(BlockerKind.RESOLUTION_FAILED, "", "", route.lastFailure, queue.phaseSinceMillis,
                    instants.millis(route.retryNanos), "",
                    "look at what DNS says of " + route.domain + ", or add a route for it to node.toml");
        }
        return new Blocker(BlockerKind.RESOLVING, "", "", "DNS is asked where mail for " + route.domain + " goes",
                queue.phaseSinceMillis, 0, "the answer, within dns.timeout × dns.tries of node.toml", "");
    }

    /** Nothing has held it yet: it goes to its gates, or on from one, at once. */
    Blocker entering(DomainQueue queue, boolean unresolved) {
        return unresolved
                ? unresolved(queue)
                : new Blocker(BlockerKind.CONNECTING, "", "", "it takes the first connection to "
                        + queue.route.domain, queue.phaseSinceMillis, 0, "the connection is open", "");
    }

    private static String retryReason(DomainQueue queue) {
        return queue.lastDiagnostic.isEmpty() ? "an earlier attempt failed for now" : queue.lastDiagnostic;
    }
}
