package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.shape.PoolOverride;
import com.penguinmails.mta.shape.PriorityOverride;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.shape.Suspension;
import org.jspecify.annotations.Nullable;

/**
 * What an operator orders, as it was given. Immutable.
 *
 * @param selector which mail; {@link MailSelector#all} for all of it
 * @param issuedMillis when, in milliseconds since 1970
 * @param terms what else was said
 * @param author who and why
 * @param idempotencyKey by which a repetition is recognised; empty for none
 */
public record OperatorCommand(CommandId id, CommandKind kind, MailSelector selector, long issuedMillis, Terms terms,
        Author author, String idempotencyKey) {
    private static final int MAX_OPERATOR = 64;
    private static final int MAX_REASON = 500;
    private static final int MAX_KEY = 255;

    /** @throws IllegalArgumentException naming the field, the limit and the mend */
    public OperatorCommand {
        require(idempotencyKey.length() <= MAX_KEY, "idempotency_key", "has at most " + MAX_KEY + " characters");
        require(terms.untilMillis() == StandingOrder.UNTIL_TAKEN_BACK || kind.isStanding(), "until",
                "only suspend, reroute and priority end at a time; leave it out");
        require(terms.untilMillis() > issuedMillis, "until", "lies in the past; give a later time");
        require((terms.pool() != null) == (kind == CommandKind.REROUTE), "pool",
                kind == CommandKind.REROUTE ? "is missing; name the pool to leave through" : "goes with reroute only");
        require((terms.priority() != null) == (kind == CommandKind.PRIORITY), "class",
                kind == CommandKind.PRIORITY
                        ? "is missing; give transactional or bulk"
                        : "goes with priority only");
    }

    /**
     * What else was said.
     *
     * @param untilMillis when a standing command ends; {@link StandingOrder#UNTIL_TAKEN_BACK} if only by being ended
     * @param pool where mail is rerouted to, or null
     * @param priority the class that mail is of, or null
     */
    public record Terms(long untilMillis, @Nullable String pool, @Nullable PriorityClass priority) {
        /** Nothing more. */
        public static Terms none() {
            return new Terms(StandingOrder.UNTIL_TAKEN_BACK, null, null);
        }
    }

    /** Who ordered it, and why; both are written down for good. */
    public record Author(String operator, String reason) {
        /** @throws IllegalArgumentException naming the field, the limit and the mend */
        public Author {
            OperatorCommand.require(isWords(operator, MAX_OPERATOR), "operator",
                    "1 to " + MAX_OPERATOR + " characters without controls are expected: who orders it");
            OperatorCommand.require(isWords(reason, MAX_REASON), "reason",
                    "1 to " + MAX_REASON + " characters without controls are expected: why it is ordered");
        }

        private static boolean isWords(String text, int most) {
            return !text.isBlank() && text.length() <= most && text.chars().noneMatch(Character::isISOControl);
        }
    }

    private static void require(boolean holds, String field, String mend) {
        if (!holds) {
            throw new CommandRefusedException(field, mend);
        }
    }

    /** What is in force from the command on until its end; null where the command is no standing one. */
    @Nullable
    StandingOrder order() {
        String origin = "operator " + author.operator();
        String pool = terms.pool();
        PriorityClass priority = terms.priority();
        if (kind == CommandKind.SUSPEND) {
            return new Suspension(id.toString(), selector, issuedMillis, terms.untilMillis(), author.reason(), origin);
        }
        if (pool != null) {
            return new PoolOverride(id.toString(), selector, pool, issuedMillis, terms.untilMillis(), author.reason(),
                    origin);
        }
        return priority == null
                ? null
                : new PriorityOverride(id.toString(), selector, priority, issuedMillis, terms.untilMillis(),
                        author.reason(), origin);
    }

    /** As in {@code suspend tenant acme, provider google}. */
    public String words() {
        String words = kind.word() + " " + selector;
        if (terms.pool() != null) {
            words += " to pool " + terms.pool();
        }
        PriorityClass priority = terms.priority();
        return priority == null ? words : words + " to class " + priority.name().toLowerCase(java.util.Locale.ROOT);
    }
}
