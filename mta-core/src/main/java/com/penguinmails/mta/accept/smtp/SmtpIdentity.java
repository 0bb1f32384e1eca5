package com.penguinmails.mta.accept.smtp;

import java.time.Duration;

/**
 * What the listener shares with the rest of the node's configuration.
 *
 * @param nodeName the node's own host name, in the greeting, in {@code Received} and in {@code Message-ID}
 * @param idempotencyRetention how long a repeated {@code X-Penguin-Idempotency-Key} is recognised
 */
public record SmtpIdentity(String nodeName, Duration idempotencyRetention) {}
