package com.penguinmails.mta.schedule;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.schedule.CommandCodec.Kept;
import com.penguinmails.mta.schedule.CommandReport.State;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.shape.Suspension;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries out the commands that the journal keeps, each until it is over: gives and takes back standing orders, and walks through
 * the mail. Whatever ends a command, it is over in the book and in the journal together. For one thread.
 */
final class CommandExecution {
    private final KeptFacts facts;
    private final StandingOrders orders;
    private final CommandPreviews previews;
    private final CommandWalk.Parts parts;
    private final OperatorCommands.Remedies remedies;
    private final CommandBook book;
    private final CommandEvents events;
    private final Clock clock;
    private final Map<CommandId, CommandWalk> walks = new LinkedHashMap<>();
    /** Why orders are taken back just now. */
    private String cause = "its time is over";
    /** Why commands end whose orders are over, until that is on disk: only then is the command over, for readers too. */
    private final Map<CommandId, String> ending = new HashMap<>();
    /** Those of before the restart that are not over and have not begun again. */
    private final List<CommandId> interrupted = new ArrayList<>();

    CommandExecution(OperatorCommands.Setup setup, CommandBook book, CommandEvents events, Clock clock) {
        facts = setup.facts();
        orders = setup.orders();
        previews = setup.previews();
        parts = setup.parts();
        remedies = setup.remedies();
        this.book = book;
        this.events = events;
        this.clock = clock;
    }

    /** One of before the restart that is not over; it begins again in a turn of {@link #work}. */
    void goOnWith(CommandId id) {
        interrupted.add(id);
    }

    /** The command as it is now, with what its walk has touched so far. */
    CommandReport report(Kept kept) {
        CommandReport report = kept.report();
        CommandWalk walk = walks.get(report.command().id());
        return walk == null
                ? report
                : new CommandReport(report.command(), report.state(), report.matched(), walk.touched(), 0);
    }

    /** Ends one that is not over; {@code onDisk} when it would not come back after a crash. */
    void end(Kept kept, String how, Runnable onDisk) {
        OperatorCommand command = kept.report().command();
        StandingOrder order = command.order();
        if (order != null && orders.isInForce(order)) {
            takeBack(order, how, onDisk);
        } else if (order != null && ending.containsKey(command.id())) {
            facts.keep(StandingOrderCodec.key(order), new byte[0], () -> whenOnDisk(command.id(), onDisk));
        } else {
            close(kept, State.ENDED, how);
            whenOnDisk(command.id(), onDisk);
        }
    }

    /** An order was given or taken back; if a command gave it, that one is over when this is on disk. */
    void orderChanged(StandingOrder order) {
        if (CommandId.isOne(order.id()) && !orders.isInForce(order)) {
            var _ = ending.putIfAbsent(CommandId.parse(order.id()), cause);
        }
    }

    /** An order that was taken back would not come back after a crash; the command that gave it is over. */
    void orderGone(StandingOrder order) {
        CommandId id = CommandId.isOne(order.id()) ? CommandId.parse(order.id()) : null;
        String how = id == null ? null : ending.remove(id);
        Kept kept = id == null ? null : book.get(id);
        if (how != null && kept != null && !kept.report().state().isOver()) {
            close(kept, State.ENDED, how);
        }
    }

    /**
     * Goes on with what is being carried out; returns a number above 0 if it came further.
     *
     * @param allBack whether all mail of an earlier start is back in the queue: what goes through the mail one by one waits for it
     */
    int work(boolean allBack) {
        interrupted.removeIf(id -> {
            boolean may = allBack || isStanding(id);
            if (may) {
                begin(id, () -> {});
            }
            return may;
        });
        if (!allBack) {
            return 0;
        }
        int work = 0;
        for (int slot : parts.store().takeLeft()) {
            walks.values().forEach(walk -> walk.cameBack(slot));
            work++;
        }
        for (Map.Entry<CommandId, CommandWalk> entry : List.copyOf(walks.entrySet())) {
            work += entry.getValue().work();
            if (entry.getValue().isOver()) {
                close(Objects.requireNonNull(book.get(entry.getKey())), State.DONE, "done");
                work++;
            }
        }
        return work;
    }

    /** Whether {@link #work} would come further now. */
    boolean hasWork(boolean allBack) {
        if (!allBack) {
            return interrupted.stream().anyMatch(this::isStanding);
        }
        return !interrupted.isEmpty() || parts.store().hasLeft()
                || walks.values().stream().anyMatch(walk -> walk.hasWork() || walk.isOver());
    }

    private boolean isStanding(CommandId id) {
        Kept kept = book.get(id);
        return kept != null && kept.report().command().kind().isStanding();
    }

    /** Begins, or goes on after a restart; {@code begun} when what it orders is in force or has begun. */
    void begin(CommandId id, Runnable begun) {
        Kept kept = book.get(id);
        if (kept == null || kept.report().state().isOver()) {
            begun.run();
            return;
        }
        OperatorCommand command = kept.report().command();
        StandingOrder order = command.order();
        if (order != null) {
            give(order, begun);
        } else if (command.kind() == CommandKind.RESUME) {
            resume(kept, begun);
        } else {
            if (command.kind() == CommandKind.FLUSH) {
                remedies.tryAgain(command);
            }
            walks.put(id, new CommandWalk(command, kept.before(), parts));
            begun.run();
        }
    }

    /** One whose time is over while the node was down ends at once. */
    private void give(StandingOrder order, Runnable begun) {
        if (orders.isInForce(order)) {
            begun.run();
        } else if (order.untilMillis() <= clock.millis()) {
            orderChanged(order);
            orderGone(order);
            begun.run();
        } else {
            orders.give(order, begun);
        }
    }

    /**
     * It is done when none of what it ended would come back after a crash. Once more after one it ends those that it had not ended,
     * and none that was given after it.
     */
    private void resume(Kept kept, Runnable done) {
        OperatorCommand command = kept.report().command();
        String how = CommandEvents.by(command.author(), "resumed");
        List<Suspension> ended = previews.ending(command.selector()).stream()
                .filter(suspension -> suspension.sinceMillis() <= command.issuedMillis()).toList();
        AtomicInteger left = new AtomicInteger(ended.size());
        for (Suspension suspension : ended) {
            takeBack(suspension, how, () -> {
                if (left.decrementAndGet() == 0) {
                    close(kept, State.DONE, "done", ended.size());
                    done.run();
                }
            });
        }
        if (ended.isEmpty()) {
            close(kept, State.DONE, "done", 0);
            done.run();
        }
    }

    /** @param onDisk called when neither the order nor the command that gave it would come back after a crash */
    private void takeBack(StandingOrder order, String how, Runnable onDisk) {
        String before = cause;
        cause = how;
        try {
            Runnable whenOnDisk = CommandId.isOne(order.id())
                    ? () -> whenOnDisk(CommandId.parse(order.id()), onDisk)
                    : onDisk;
            var _ = orders.takeBack(StandingOrderCodec.key(order), whenOnDisk);
        } finally {
            cause = before;
        }
    }

    /** Calls when what is known of the command now is on disk. */
    private void whenOnDisk(CommandId id, Runnable onDisk) {
        Kept kept = book.get(id);
        if (kept == null) {
            onDisk.run();
        } else {
            facts.keep(CommandCodec.key(id), CommandCodec.encode(kept), onDisk);
        }
    }

    private void close(Kept kept, State state, String how) {
        CommandWalk walk = walks.remove(kept.report().command().id());
        close(kept, state, how, walk == null ? kept.report().touched() : walk.touched());
    }

    private void close(Kept kept, State state, String how, long touched) {
        Kept closed = new Kept(kept.report().over(state, touched, clock.millis()), kept.before());
        CommandId id = kept.report().command().id();
        DeliveryEvent event = events.ended(closed.report(), how);
        facts.keep(CommandCodec.key(id), CommandCodec.encode(closed), List.of(event), () -> {});
        book.close(closed).forEach(forgotten -> facts.forget(CommandCodec.key(forgotten)));
    }
}
