package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.CommandId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Shows how warm-ups stand, and takes what is told of them. A stage fails with {@link CommandRefusedException} where something
 * cannot be done. Thread-safe: each call only hands over to the thread that owns the queue.
 */
public interface WarmUpDesk {

    /** All of them, by source and provider. */
    CompletionStage<List<WarmUpReport>> warmUps();

    /** Counts complaints about mail in the step in progress; completes when that is on disk. */
    CompletionStage<WarmUpReport> complain(Complaints complaints);

    /** An operator sets one to a step, at once; completes when that is on disk. */
    CompletionStage<WarmUpReport> set(Order order);

    /**
     * Complaints about mail that one source has sent.
     *
     * @param provider at which provider; null where the domain is given
     * @param domain the recipients' domain, of which the provider is looked up; null where that is given
     * @param count how many, at least 1
     */
    record Complaints(String source, @Nullable String provider, @Nullable String domain, int count) {
        private static final int MOST = 1_000_000;

        /** @throws CommandRefusedException naming the field and the mend */
        public Complaints {
            if ((provider == null) == (domain == null)) {
                throw new CommandRefusedException("provider", "or domain is given, one of the two");
            }
            if (count < 1 || count > MOST) {
                throw new CommandRefusedException("count", "is a number from 1 to " + MOST);
            }
        }
    }

    /**
     * A step that an operator sets.
     *
     * @param id under which it is in the audit trail
     * @param step from 1; one more than the plan has makes the source warm there
     */
    record Order(CommandId id, String source, String provider, int step, OperatorCommand.Author author) {}
}
