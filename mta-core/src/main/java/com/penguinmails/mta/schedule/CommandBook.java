package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.schedule.CommandCodec.Kept;
import com.penguinmails.mta.shape.StandingOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands that are known: all that are not over, and the last {@value #MOST_OVER} that are. For one thread. */
final class CommandBook {
    private static final int MOST_OVER = 1_000;
    private static final int MOST_OPEN = 10_000;

    private final Map<CommandId, Kept> known = new LinkedHashMap<>();
    private final Map<String, CommandId> byKey = new HashMap<>();
    private int over;

    @Nullable
    Kept get(CommandId id) {
        return known.get(id);
    }

    /** From the oldest to the latest. */
    Collection<Kept> all() {
        return known.values();
    }

    void add(Kept kept) {
        OperatorCommand command = kept.report().command();
        known.put(command.id(), kept);
        if (!command.idempotencyKey().isEmpty()) {
            byKey.put(command.idempotencyKey(), command.id());
        }
        over += kept.report().state().isOver() ? 1 : 0;
    }

    /**
     * A command that was not over is over now.
     *
     * @return those that are not known any more, because too many are over
     */
    List<CommandId> close(Kept closed) {
        known.put(closed.report().command().id(), closed);
        over++;
        List<CommandId> forgotten = new ArrayList<>();
        var commands = known.entrySet().iterator();
        while (over > MOST_OVER && commands.hasNext()) {
            Kept kept = commands.next().getValue();
            if (kept.report().state().isOver()) {
                commands.remove();
                byKey.remove(kept.report().command().idempotencyKey());
                forgotten.add(kept.report().command().id());
                over--;
            }
        }
        return forgotten;
    }

    /**
     * What was given with the same idempotency key, or null.
     *
     * @throws CommandRefusedException if that was another command
     */
    @Nullable
    Kept repeated(OperatorCommand command) {
        CommandId id = command.idempotencyKey().isEmpty() ? null : byKey.get(command.idempotencyKey());
        Kept kept = id == null ? null : known.get(id);
        if (kept != null) {
            requireSame(kept.report().command(), command);
        }
        return kept;
    }

    /** @throws CommandRefusedException if commands with the same idempotency key are not the same */
    static void requireSame(OperatorCommand earlier, OperatorCommand command) {
        if (earlier.kind() != command.kind() || !earlier.selector().equals(command.selector())
                || !earlier.terms().equals(command.terms())) {
            throw new CommandRefusedException("idempotency_key",
                    "was used for another command (" + earlier.words() + until(earlier) + "); give a new one");
        }
    }

    private static String until(OperatorCommand command) {
        long until = command.terms().untilMillis();
        return until == StandingOrder.UNTIL_TAKEN_BACK ? "" : " until " + Instant.ofEpochMilli(until);
    }

    /** @throws CommandRefusedException if there are as many as may be */
    void requireRoom() {
        if (known.size() - over >= MOST_OPEN) {
            throw new CommandRefusedException("command", MOST_OPEN + " commands are in force; end some first");
        }
    }
}
