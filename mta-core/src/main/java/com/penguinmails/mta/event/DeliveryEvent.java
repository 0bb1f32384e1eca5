package com.penguinmails.mta.event;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of a recipient, as readers of the feed see it.
 *
 * @param type what happened
 * @param epochMillis when, in milliseconds since 1970
 * @param journalSequence the journal record that this event tells of, so that a restart can tell what is missing; 0 for an
 *     event that has none
 * @param labels whom it is accounted to
 * @param messageId the message; for an event of a whole job the id of its first row
 * @param jobId the job, or null
 * @param recipient the forward-path, or empty for an event of a whole message or job
 * @param count how many recipients the event tells of, at least 1
 * @param attempt which attempt, from 1; 0 where none was made
 * @param detail what was said and where, or null where nothing was tried
 */
public record DeliveryEvent(EventType type, long epochMillis, long journalSequence, Labels labels, MessageId messageId,
        @Nullable JobId jobId, String recipient, int count, int attempt, @Nullable EventDetail detail) {}
