package com.penguinmails.mta.accept;

import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.spool.IdempotencyEntry;

/** What became of a submission. Each refusal says which field, which limit and how to mend it. */
public sealed interface AcceptResult {

    /** On disk. */
    record Accepted(MessageId id) implements AcceptResult {}

    /**
     * Accepted before under the same idempotency key; nothing new was taken.
     *
     * @param first what the first submission was answered with
     */
    record Repeated(IdempotencyEntry first) implements AcceptResult {}

    /** The first submission under the same idempotency key is not answered yet; to be asked again after some seconds. */
    record InProgress(int retryAfterSeconds) implements AcceptResult {}

    /** Not for now: no room, disk low, too much in flight; to be tried again after some seconds. */
    record RefusedForNow(String reason, int retryAfterSeconds) implements AcceptResult {}

    /**
     * Not at all.
     *
     * @param code a stable word such as {@code from_domain_not_allowed}
     * @param field the field at fault, such as {@code from}
     */
    record Refused(String code, String field, String detail) implements AcceptResult {}
}
