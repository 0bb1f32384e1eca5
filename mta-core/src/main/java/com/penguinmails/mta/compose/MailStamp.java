package com.penguinmails.mta.compose;

import com.penguinmails.mta.message.MessageId;
import java.time.Instant;

/**
 * What a message gets from the node and not from its sender.
 *
 * @param id becomes the local part of {@code Message-ID} and keeps boundaries apart
 * @param date for {@code Date}, in UTC
 * @param received the value of the {@code Received} field (RFC 5321 §4.4) up to its semicolon, which the date follows
 */
public record MailStamp(MessageId id, Instant date, String received) {}
