package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.CommandId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Takes the commands of operators. A stage fails with {@link CommandRefusedException} where a command cannot be given.
 * Thread-safe: each call only hands over to the thread that owns the queue.
 */
public interface CommandDesk {

    /** What the command would touch now; changes nothing. */
    CompletionStage<CommandPreview> preview(OperatorCommand command);

    /**
     * Gives a command; completes when it is on disk. A standing one has taken hold by then, any other has begun. With an
     * idempotency key that was used before nothing is done again.
     */
    CompletionStage<Issued> issue(OperatorCommand command);

    /** The commands that are known, the latest first: all that are not over, and the last thousand that are. */
    CompletionStage<List<CommandReport>> commands(int limit);

    CompletionStage<Optional<CommandReport>> command(CommandId id);

    /**
     * Ends a standing command, or stops one that is being carried out; completes when that is on disk, with an empty answer if none
     * of that name is known.
     */
    CompletionStage<Optional<CommandReport>> end(CommandId id, OperatorCommand.Author author);

    /**
     * A command that was taken.
     *
     * @param repeated whether it was given before, with the same idempotency key
     */
    record Issued(CommandReport report, boolean repeated) {}
}
