package com.penguinmails.mta.deliver;

import com.penguinmails.mta.config.DeliveryConfig;

/**
 * What one session goes by.
 *
 * @param config for its time limits
 * @param ehloName the name given in EHLO
 * @param peer who is spoken to
 * @param tls what is done about STARTTLS
 * @param chunking whether BDAT may be used where it is offered
 * @param maxMessages after so many transactions it ends with QUIT; at least 1
 * @param maxInFlight so many transactions may be unanswered at a time where the receiver lets them; at least 1
 */
public record SessionSettings(DeliveryConfig config, String ehloName, RemotePeer peer, TlsUse tls, boolean chunking,
        int maxMessages, int maxInFlight) {}
