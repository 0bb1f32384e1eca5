package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.SpoolRef;

/**
 * An acceptance of which something is queued.
 *
 * @param number its number: that of its journal record, so a later acceptance has a higher one
 * @param place where its record lies now
 */
public record QueuedAcceptance(long number, SpoolRef place) {}
