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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands of operators. The law: a command is in the journal, with who and why, before it does anything; what it orders is in
 * force, or has begun, when its answer is given; what a crash interrupts goes on after the next start, upon the mail that had been
 * accepted before the command and upon no other. For one thread.
 */
final class OperatorCommands implements FactReader {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorCommands.class);

    private final KeptFacts facts;
    private final StandingOrders orders;
    private final CommandPreviews previews;
    private final CommandWalk.Parts parts;
    private final Remedies remedies;
    private final CommandEvents events;
    private final Clock clock;
    /** The number that the next acceptance has at least. */
    private final LongSupplier nextAcceptance;
    private final CommandBook book = new CommandBook();
    /** What is being counted before it is given, by idempotency key. */
    private final Map<String, Counted> counted = new HashMap<>();
    private final Map<CommandId, CommandWalk> walks = new LinkedHashMap<>();
    /** Why orders are taken back just now. */
    private String cause = "its time is over";
    /** Those of before the restart that are not over and have not begun again. */
    private final List<CommandId> interrupted = new ArrayList<>();

    private record Counted(OperatorCommand command, CompletableFuture<CommandDesk.Issued> answer) {}

    /** What a flush does besides making recipients due. */
    interface Remedies {
        /** Sites and domains that were out of reach are tried again now. */
        void tryAgain(OperatorCommand command);

        boolean hasPool(String name);
    }

    /** What it needs of the queue. */
    record Setup(KeptFacts facts, StandingOrders orders, CommandPreviews previews, CommandWalk.Parts parts,
            Remedies remedies) {}

    OperatorCommands(Setup setup, Clock clock, LongSupplier nextAcceptance) {
        facts = setup.facts();
        orders = setup.orders();
        previews = setup.previews();
        parts = setup.parts();
        remedies = setup.remedies();
        events = new CommandEvents(clock);
        this.clock = clock;
        this.nextAcceptance = nextAcceptance;
    }

    @Override
    public String prefix() {
        return CommandCodec.PREFIX;
    }

    @Override
    public void restore(String key, byte[] value) {
        try {
            Kept kept = CommandCodec.decode(key, value);
            book.add(kept);
            if (!kept.report().state().isOver()) {
                interrupted.add(kept.report().command().id());
            }
        } catch (IllegalArgumentException e) {
            LOG.error("a command that the journal keeps cannot be read and is not carried out: {}", key, e);
        }
    }

    /** @throws CommandRefusedException if it could not be given */
    void preview(OperatorCommand command, CompletableFuture<CommandPreview> answer) {
        requirePossible(command);
        previews.of(command, answer::complete);
    }

    /** @throws CommandRefusedException if it cannot be given */
    void issue(OperatorCommand command, CompletableFuture<CommandDesk.Issued> answer) {
        String key = command.idempotencyKey();
        Kept earlier = book.repeated(command);
        Counted first = counted.get(key);
        if (earlier != null) {
            answer.complete(new CommandDesk.Issued(report(earlier), true));
            return;
        }
        if (first != null) {
            CommandBook.requireSame(first.command(), command);
            passOn(first.answer(), answer);
            return;
        }
        requirePossible(command);
        if (!key.isEmpty()) {
            counted.put(key, new Counted(command, answer));
        }
        previews.of(command, preview -> {
            counted.remove(key);
            try {
                keep(command, preview, answer);
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
    }

    private static void passOn(CompletableFuture<CommandDesk.Issued> first,
            CompletableFuture<CommandDesk.Issued> answer) {
        var _ = first.whenComplete((issued, failure) -> {
            if (failure == null) {
                answer.complete(new CommandDesk.Issued(issued.report(), true));
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }

    private void keep(OperatorCommand command, CommandPreview preview, CompletableFuture<CommandDesk.Issued> answer) {
        State state = command.kind().isStanding() ? State.IN_FORCE : State.RUNNING;
        Kept kept = new Kept(new CommandReport(command, state, preview.recipients(), 0, 0),
                nextAcceptance.getAsLong());
        facts.keep(CommandCodec.key(command.id()), CommandCodec.encode(kept), List.of(events.issued(kept.report())),
                () -> begin(command.id(), () -> answer.complete(issued(command.id(), kept))));
        book.add(kept);
    }

    private CommandDesk.Issued issued(CommandId id, Kept kept) {
        return new CommandDesk.Issued(report(Objects.requireNonNullElse(book.get(id), kept)), false);
    }

    /** The latest first. */
    List<CommandReport> reports(int limit) {
        List<CommandReport> reports = new ArrayList<>(book.all().stream().map(this::report).toList());
        return reports.reversed().stream().limit(limit).toList();
    }

    @Nullable
    CommandReport report(CommandId id) {
        Kept kept = book.get(id);
        return kept == null ? null : report(kept);
    }

    /**
     * Ends a standing command or a walk; answers when it would not come back after a crash, with what it was, or with nothing if
     * there is none of that name.
     *
     * @throws CommandRefusedException if it is over already
     */
    void end(CommandId id, OperatorCommand.Author author, CompletableFuture<Optional<CommandReport>> answer) {
        Kept kept = book.get(id);
        if (kept == null) {
            answer.complete(Optional.empty());
            return;
        }
        if (kept.report().state().isOver()) {
            throw new CommandRefusedException("id", "the command is over; there is nothing to end");
        }
        String how = CommandEvents.by(author, "ended");
        StandingOrder order = kept.report().command().order();
        if (order != null && orders.isInForce(order)) {
            takeBack(order, how, () -> answer.complete(Optional.ofNullable(report(id))));
        } else {
            close(kept, State.ENDED, how);
            whenOnDisk(id, () -> answer.complete(Optional.ofNullable(report(id))));
        }
    }

    /** An order was given or taken back; if a command gave it, that one is over with it. */
    void orderChanged(StandingOrder order) {
        if (!order.id().startsWith("cmd_") || orders.isInForce(order)) {
            return;
        }
        Kept kept = book.get(CommandId.parse(order.id()));
        if (kept != null && !kept.report().state().isOver()) {
            close(kept, State.ENDED, cause);
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

    private void begin(CommandId id, Runnable begun) {
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
            Runnable whenOnDisk = order.id().startsWith("cmd_")
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

    private void requirePossible(OperatorCommand command) {
        String pool = command.terms().pool();
        if (pool != null && !remedies.hasPool(pool)) {
            throw new CommandRefusedException("pool", "there is no pool " + pool + "; name one of shaping.toml");
        }
        book.requireRoom();
    }

    private CommandReport report(Kept kept) {
        CommandReport report = kept.report();
        CommandWalk walk = walks.get(report.command().id());
        return walk == null
                ? report
                : new CommandReport(report.command(), report.state(), report.matched(), walk.touched(), 0);
    }
}
