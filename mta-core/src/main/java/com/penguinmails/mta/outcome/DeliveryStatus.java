package com.penguinmails.mta.outcome;

import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.message.Reply;
import org.jspecify.annotations.Nullable;

/**
 * What became of one attempt, in the terms of RFC 3463 and RFC 3464.
 *
 * @param code the enhanced status code: the receiver's own, else the one that RFC 3463 gives for the failure
 * @param diagnostic the receiver's words, or ours where it did not speak; at most 1,000 characters, no line ends
 * @param reply the receiver's reply, or null where it did not speak
 * @param remoteMta the receiving host and address as {@code host[address]}, or null where none was reached
 * @param stage where in the path it was decided
 */
public record DeliveryStatus(EnhancedStatus code, String diagnostic, @Nullable Reply reply, @Nullable String remoteMta,
        Stage stage) {}
