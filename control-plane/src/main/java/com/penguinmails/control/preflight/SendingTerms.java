package com.penguinmails.control.preflight;

import com.penguinmails.dns.DomainName;
import com.penguinmails.mta.message.ReversePath;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a mail would be sent.
 *
 * @param sources addresses that it may be sent from; empty: they are not known, and what depends on them is not looked at
 * @param ehlo the name in EHLO, or null if it is not known
 * @param reversePath the reverse-path; null: that of the field Return-Path, else the author's address
 * @param bulk whether the rules for bulk senders hold: both SPF and DKIM, DMARC and one-click unsubscription
 */
public record SendingTerms(List<InetAddress> sources, @Nullable DomainName ehlo, @Nullable ReversePath reversePath,
        boolean bulk) {

    public SendingTerms {
        sources = List.copyOf(sources);
    }
}
