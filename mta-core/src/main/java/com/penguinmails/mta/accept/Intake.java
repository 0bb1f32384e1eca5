package com.penguinmails.mta.accept;

import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.PriorityClass;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What {@link MessageIntake} made of a complete message. */
public sealed interface Intake {

    /**
     * Ready to be submitted.
     *
     * @param labels from our own header fields; the tenant else from the sender or the default
     * @param fromDomain the domain of the From field, in lower case
     * @param content the edited message
     * @param eightBit whether it has an octet above 127
     * @param sendAtMillis not before, in milliseconds since 1970; 0: now
     * @param idempotencyKey as it was given, or null
     */
    record Ready(Labels labels, PriorityClass priority, String fromDomain, ByteBuffer content, boolean eightBit,
            long sendAtMillis, @Nullable String idempotencyKey) implements Intake {}

    /** Not to be taken, and why. */
    record NotTaken(AcceptResult.Refused refused) implements Intake {}
}
