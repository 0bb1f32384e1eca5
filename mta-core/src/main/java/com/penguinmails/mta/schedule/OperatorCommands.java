package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.schedule.CommandCodec.Kept;
import com.penguinmails.mta.schedule.CommandReport.State;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the commands of operators and answers for them; {@link CommandExecution} carries them out. The law: a command is in the
 * journal, with who and why, before it does anything; what it orders is in force, or has begun, when its answer is given; what a
 * crash interrupts goes on after the next start, upon the mail that had been accepted before the command and upon no other. For one
 * thread.
 */
final class OperatorCommands implements FactReader {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorCommands.class);

    private final KeptFacts facts;
    private final CommandPreviews previews;
    private final Remedies remedies;
    private final CommandEvents events;
    /** The number that the next acceptance has at least. */
    private final LongSupplier nextAcceptance;
    private final CommandBook book = new CommandBook();
    private final CommandExecution execution;
    /** What is being counted before it is given, by idempotency key. */
    private final Map<String, Counted> counted = new HashMap<>();

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
        previews = setup.previews();
        remedies = setup.remedies();
        events = new CommandEvents(clock);
        execution = new CommandExecution(setup, book, events, clock);
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
                execution.goOnWith(kept.report().command().id());
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
            answer.complete(new CommandDesk.Issued(execution.report(earlier), true));
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
                () -> execution.begin(command.id(), () -> answer.complete(issued(command.id(), kept))));
        book.add(kept);
    }

    private CommandDesk.Issued issued(CommandId id, Kept kept) {
        return new CommandDesk.Issued(execution.report(Objects.requireNonNullElse(book.get(id), kept)), false);
    }

    /** The latest first. */
    List<CommandReport> reports(int limit) {
        List<CommandReport> reports = new ArrayList<>(book.all().stream().map(execution::report).toList());
        return reports.reversed().stream().limit(limit).toList();
    }

    @Nullable
    CommandReport report(CommandId id) {
        Kept kept = book.get(id);
        return kept == null ? null : execution.report(kept);
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
        execution.end(kept, CommandEvents.by(author, "ended"),
                () -> answer.complete(Optional.ofNullable(report(id))));
    }

    /** A standing order was given, or is over. */
    void orderChanged(StandingOrder order) {
        execution.orderChanged(order);
    }

    /** A standing order is over, and that is on disk. */
    void orderGone(StandingOrder order) {
        execution.orderGone(order);
    }

    /** Goes on with what is being carried out, as {@link CommandExecution#work} does. */
    int work(boolean allBack) {
        return execution.work(allBack);
    }

    /** Whether {@link #work} would come further now. */
    boolean hasWork(boolean allBack) {
        return execution.hasWork(allBack);
    }

    private void requirePossible(OperatorCommand command) {
        String pool = command.terms().pool();
        if (pool != null && !remedies.hasPool(pool)) {
            throw new CommandRefusedException("pool", "there is no pool " + pool + "; name one of shaping.toml");
        }
        book.requireRoom();
    }
}
