package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.CommandId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Hands commands over to the thread that owns the queue. Thread-safe. */
final class CommandProxy implements CommandDesk {
    private static final int MOST_ROWS = 10_000;

    private final OperatorCommands operatorCommands;
    private final CommandQueue commands;
    private final RestoreProgress restoring;

    CommandProxy(OperatorCommands operatorCommands, CommandQueue commands, RestoreProgress restoring) {
        this.operatorCommands = operatorCommands;
        this.commands = commands;
        this.restoring = restoring;
    }

    @Override
    public CompletionStage<CommandPreview> preview(OperatorCommand command) {
        return askOfAll(answer -> operatorCommands.preview(command, answer));
    }

    @Override
    public CompletionStage<Issued> issue(OperatorCommand command) {
        return askOfAll(answer -> operatorCommands.issue(command, answer));
    }

    @Override
    public CompletionStage<List<CommandReport>> commands(int limit) {
        return commands.ask(answer -> answer.complete(operatorCommands.reports(Math.clamp(limit, 1, MOST_ROWS))));
    }

    @Override
    public CompletionStage<Optional<CommandReport>> command(CommandId id) {
        return commands.ask(answer -> answer.complete(Optional.ofNullable(operatorCommands.report(id))));
    }

    @Override
    public CompletionStage<Optional<CommandReport>> end(CommandId id, OperatorCommand.Author author) {
        return commands.ask(answer -> operatorCommands.end(id, author, answer));
    }

    /** When all mail of an earlier start is back in the queue, so that none of it is missed. */
    private <T> CompletionStage<T> askOfAll(Consumer<CompletableFuture<T>> question) {
        return restoring.isDone()
                ? commands.ask(question)
                : restoring.whenDone().thenCompose(_ -> commands.ask(question));
    }
}
