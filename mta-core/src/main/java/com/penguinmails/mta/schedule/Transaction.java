package com.penguinmails.mta.schedule;

import com.penguinmails.mta.deliver.MailRequest;
import com.penguinmails.mta.deliver.PreparedMail;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some recipients of one acceptance on their way: being prepared, prepared, then begun. Until it is begun it can be abandoned,
 * and then nothing that is still told of it counts. For one thread.
 */
final class Transaction {
    final long id;
    final Session session;
    final MailRequest request;
    /** In the order of the request. */
    final List<Integer> slots;
    /** The limits that each recipient has a token reserved of, beside those of the path alone. */
    final List<LimitLine[]> reservations;
    /** The step of a warm-up that it counts in; 0 for none. */
    final long warmUpStep;
    PreparedMail.@Nullable Ready mail;
    boolean abandoned;
    /** When it was given to its connection. */
    long beganNanos;

    Transaction(long id, Session session, MailRequest request, List<Integer> slots,
            List<LimitLine[]> reservations, long warmUpStep) {
        this.id = id;
        this.session = session;
        this.request = request;
        this.slots = slots;
        this.reservations = reservations;
        this.warmUpStep = warmUpStep;
    }
}
