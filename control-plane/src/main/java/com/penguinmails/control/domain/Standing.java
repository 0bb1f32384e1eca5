package com.penguinmails.control.domain;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a domain stands, and how that changes with what is seen of its records.
 *
 * <p>The law: {@code pending → verified} when all required records are right. {@code verified → failing} when one is not, with a time of
 * grace; {@code failing → suspended} when one is still not right after that time; {@code failing → verified} and
 * {@code suspended → verified} as soon as all are right. Never {@code verified → suspended} without grace, never back to
 * {@code pending}. While servers tell nothing, nothing changes, unless that lasts as long as the grace does: then it counts as wrong.
 *
 * @param since when it came into this state
 * @param reason why it is not verified, in words, or null
 * @param graceUntil when a failing one is suspended, or null
 * @param verifiedAt when it was last found right after it had not been, or null: never
 * @param answeredAt when servers last told enough to judge by, or null: never
 */
record Standing(DomainState state, Instant since, @Nullable String reason, @Nullable Instant graceUntil,
        @Nullable Instant verifiedAt, @Nullable Instant answeredAt) {

    /** What was seen of the required records: all right, one wrong or missing, or too little to tell. */
    enum Sight {
        GOOD,
        BAD,
        DARK
    }

    static Standing beginning(Instant now, String reason) {
        return new Standing(DomainState.PENDING, now, reason, null, null, null);
    }

    Standing next(Sight sight, String told, Instant now, Duration grace) {
        return switch (sight) {
            case GOOD -> good(now);
            case BAD -> bad(told, now, now, grace);
            case DARK -> dark(told, now, grace);
        };
    }

    private Standing good(Instant now) {
        return state == DomainState.VERIFIED
                ? new Standing(state, since, null, null, verifiedAt, now)
                : new Standing(DomainState.VERIFIED, now, null, null, now, now);
    }

    private Standing bad(String told, Instant now, @Nullable Instant answered, Duration grace) {
        return switch (state) {
            case PENDING, SUSPENDED -> new Standing(state, since, told, null, verifiedAt, answered);
            case VERIFIED ->
                new Standing(DomainState.FAILING, now, told, now.plus(grace), verifiedAt, answered);
            case FAILING -> graceUntil != null && now.isBefore(graceUntil)
                    ? new Standing(state, since, told, graceUntil, verifiedAt, answered)
                    : new Standing(DomainState.SUSPENDED, now, told, null, verifiedAt, answered);
        };
    }

    private Standing dark(String told, Instant now, Duration grace) {
        if (state == DomainState.PENDING) {
            return new Standing(state, since, told, null, verifiedAt, answeredAt);
        }
        boolean lasting = answeredAt == null || !now.isBefore(answeredAt.plus(grace));
        return lasting ? bad(told, now, answeredAt, grace) : this;
    }
}
