package com.penguinmails.mta.deliver;

import com.penguinmails.mta.message.SpoolRef;
import java.util.List;

/**
 * Asks for the mail of some recipients of one acceptance.
 *
 * @param acceptance the acceptance number
 * @param place where its record lies
 * @param recipients which of its recipients, at least one; more than one only where all share their octets
 */
public record MailRequest(long acceptance, SpoolRef place, List<Integer> recipients) {

    public MailRequest {
        recipients = List.copyOf(recipients);
    }
}
