package com.penguinmails.mta.outcome;

import com.penguinmails.mta.message.EnhancedStatus;

/** What it means for mail that its domain cannot be resolved (RFC 5321 §5.1, RFC 7505 §3, RFC 3463). */
public final class ResolutionOutcome {
    private ResolutionOutcome() {}

    /** The domain says that it accepts no mail: 5.1.10 (RFC 7505 §4.1). */
    public static Outcome nullMx(String domain) {
        return bounced(new EnhancedStatus(5, 1, 10), "domain " + domain + " does not accept mail (null MX)");
    }

    /** The domain does not exist: 5.1.2. */
    public static Outcome noSuchDomain(String domain) {
        return bounced(new EnhancedStatus(5, 1, 2), "domain " + domain + " does not exist");
    }

    /** The domain has neither a mail exchanger nor an address: 5.1.2. */
    public static Outcome noHost(String domain) {
        return bounced(new EnhancedStatus(5, 1, 2),
                "domain " + domain + " has neither a mail exchanger nor an address");
    }

    /** DNS gave no answer for now: 4.4.3. */
    public static Outcome temporaryFailure(String domain, String reason) {
        String words = "domain " + domain + " cannot be resolved for now: " + reason;
        return new Outcome.Deferred(status(new EnhancedStatus(4, 4, 3), words), BounceClass.NETWORK);
    }

    private static Outcome bounced(EnhancedStatus code, String words) {
        return new Outcome.Bounced(status(code, words), BounceClass.BAD_DOMAIN);
    }

    private static DeliveryStatus status(EnhancedStatus code, String words) {
        return OwnStatus.of(code, words, Stage.RESOLVE);
    }
}
