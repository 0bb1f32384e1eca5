package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.SpoolRef;

/**
 * An acceptance of an earlier start that comes back into the queue.
 *
 * @param acceptance its number
 * @param place where it lies
 * @param open which of its recipients have no final outcome
 */
public record RestoredMail(long acceptance, SpoolRef place, QueuedMail mail, OpenRecipients open) {}
