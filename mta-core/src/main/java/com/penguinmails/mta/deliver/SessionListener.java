package com.penguinmails.mta.deliver;

import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.Verdict;
import java.util.List;

/**
 * Hears of one session, on its event loop. Order: {@code opened} or {@code openFailed}; then {@code ready} and {@code delivered};
 * {@code closed} once, only after {@code opened}.
 */
public interface SessionListener {

    /** EHLO is answered and TLS agreed where wanted. */
    void opened();

    /** The session ended before it was open. */
    void openFailed(Verdict verdict);

    /** A transaction can begin, beside those that are open; said again only after it has. */
    void ready();

    /**
     * A transaction is over, or was never begun because the session had ended: then also after {@code closed}.
     *
     * @param outcomes one for each recipient, in the order of the delivery
     */
    void delivered(long deliveryId, List<Outcome> outcomes, FailureScope scope);

    /** The receiver offers CHUNKING and then does not know BDAT; it should be spared it. */
    void chunkingRefused();

    /** The session broke with several transactions open; for a while the receiver should be given one at a time. */
    void pipeliningBroken();

    /** The session is over. */
    void closed();
}
