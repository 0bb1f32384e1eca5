package com.penguinmails.mta.deliver;

import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.Recipient;
import java.util.List;

/**
 * One transaction to be: a message for recipients of one site that share its octets.
 *
 * @param id the queue's own number of it
 */
public record Delivery(long id, Envelope envelope, List<Recipient> recipients, Payload payload) {

    public Delivery {
        recipients = List.copyOf(recipients);
    }
}
