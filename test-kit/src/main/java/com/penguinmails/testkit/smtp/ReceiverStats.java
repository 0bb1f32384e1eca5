package com.penguinmails.testkit.smtp;

import java.util.SortedMap;

/**
 * What a receiver has seen up to a moment.
 *
 * @param connections accepted, of which {@code openConnections} are open
 * @param tlsConnections of these, with a finished TLS handshake
 * @param messages accepted transactions, with {@code recipients} recipients and {@code bytes} bytes of content
 * @param bareCr carriage returns without line feed, {@code bareLf} line feeds without carriage return, in all content
 * @param pipeliningViolations times that commands came before the reply to one that must be the last of its group (RFC
 *     2920
 *     section 3.1), or at all where PIPELINING was not offered
 * @param replies how often each reply code was sent
 */
public record ReceiverStats(long connections, long openConnections, long tlsConnections, long messages, long recipients,
        long bytes,
        long bareCr, long bareLf, long pipeliningViolations, SortedMap<Integer, Long> replies) {

    /** How often a reply code was sent. */
    public long replies(int code) {
        return replies.getOrDefault(code, 0L);
    }
}
