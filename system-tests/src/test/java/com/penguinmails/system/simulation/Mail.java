package com.penguinmails.system.simulation;

import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.PriorityClass;
import java.util.ArrayList;
import java.util.List;

/** One message, or one block of a job's rows, as its client knows it. For one thread. */
final class Mail {
    final MessageId id;
    final Labels labels;
    final PriorityClass priority;
    final String senderDomain;
    final long sendAtMillis;
    final long expiresMillis;
    final List<Fate> fates = new ArrayList<>();
    /** The journal's number of it; 0 until an event says that it is accepted. */
    long acceptance;
    /** The client was told that it is accepted. */
    boolean promised;

    Mail(MessageId id, Labels labels, PriorityClass priority, String senderDomain, long sendAtMillis,
            long expiresMillis) {
        this.id = id;
        this.labels = labels;
        this.priority = priority;
        this.senderDomain = senderDomain;
        this.sendAtMillis = sendAtMillis;
        this.expiresMillis = expiresMillis;
    }

    boolean isAccepted() {
        return acceptance > 0;
    }
}
