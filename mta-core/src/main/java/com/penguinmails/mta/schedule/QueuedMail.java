package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.PriorityClass;
import org.jspecify.annotations.Nullable;

/** What the queue needs to know of something that was accepted. */
public interface QueuedMail {

    /** Whom it is accounted to. */
    Labels labels();

    /** What goes first within a path. */
    PriorityClass priority();

    /** The domain of its From field, in lower case as A-labels; empty where it is not known. */
    String senderDomain();

    int recipientCount();

    /** The receiving domain of one recipient. */
    String domain(int index);

    /** When it was accepted, in milliseconds since 1970. */
    long acceptedMillis();

    /** Not to be sent before, in milliseconds since 1970. */
    long sendAtMillis();

    /** Not to be tried any more from, in milliseconds since 1970. */
    long expiresMillis();

    /** The job whose rows these are, each a mail of its own; null for a message that all recipients share. */
    @Nullable
    JobId job();
}
