package com.penguinmails.mta.outcome;

import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.message.Reply;
import java.util.Locale;

/**
 * Decides what a reply or a failure means. Nobody else decides to defer or to bounce. The law:
 *
 * <ul>
 * <li>2xx to the end of the content: delivered. The receiver has the responsibility now (RFC 5321 §6.1).
 * <li>4xx: deferred. 421 ends the session besides (§3.8).
 * <li>5xx to RCPT bounces that recipient, 5xx to MAIL, DATA or the end of the content every recipient that it answers for.
 * <li>4xx and 5xx before MAIL are about this host and us, not about mail: the next host is tried, and when none is left the mail
 * is deferred. So a host that is shut, or that does not like our address today, costs nobody a message.
 * <li>Too many recipients (452, or 552 which older servers send, §4.5.3.1.10) is no refusal: the rest goes into the next
 * transaction, as {@code 4.5.3}.
 * <li>No reply at all, or one that breaks the protocol: deferred, because nothing was said about the mail. If the content had
 * left by then, the receiver may have taken it; it is sent again all the same, since a second copy is better than none, and the
 * diagnostic says so.
 * <li>What DNS says for good (no such domain, null MX, no address) and what the message needs and the receiver lacks: bounced.
 * </ul>
 *
 * <p>The reply code decides, not the enhanced status code beside it; where the two disagree the class of the latter is mended.
 * Stateless and thread-safe.
 */
public final class OutcomePolicy {
    private final BounceClassifier classifier;

    public OutcomePolicy(BounceClassifier classifier) {
        this.classifier = classifier;
    }

    /** The end of the content was answered with 2xx. */
    public Outcome delivered(Situation situation, Reply reply) {
        EnhancedStatus said = reply.enhanced();
        var code = said != null && said.statusClass() == 2 ? said : new EnhancedStatus(2, 0, 0);
        return new Outcome.Delivered(status(situation, code, reply));
    }

    /** A negative reply: 4xx or 5xx. */
    public Verdict refused(Situation situation, Reply reply) {
        if (reply.isPositive()) {
            throw new IllegalArgumentException("a reply of " + reply.code() + " refuses nothing");
        }
        if (tooManyRecipients(situation, reply)) {
            var later = status(situation, new EnhancedStatus(4, 5, 3), reply);
            return new Verdict(new Outcome.Deferred(later, BounceClass.RATE_LIMITED), FailureScope.RECIPIENT);
        }
        BounceClass bounceClass = classifier.classify(situation, reply);
        boolean forGood = reply.isPermanent() && situation.stage().compareTo(Stage.MAIL) >= 0;
        var status = status(situation, code(forGood ? 5 : 4, reply, bounceClass), reply);
        Outcome outcome = forGood
                ? new Outcome.Bounced(status, bounceClass)
                : new Outcome.Deferred(status, bounceClass);
        return new Verdict(outcome, scope(situation.stage(), reply));
    }

    /** Something else went wrong. */
    public Verdict failed(Situation situation, Failure failure) {
        return switch (failure) {
            case Failure.NoSuchDomain f -> bounce(situation, "5.1.2", "no such domain: " + f.domain());
            case Failure.NullMx f -> bounce(situation, "5.1.10", "the domain accepts no mail (null MX): " + f.domain());
            case Failure.NoAddress f -> bounce(situation, "5.4.4", "no address for " + f.host());
            case Failure.LookupFailed f -> defer(situation, "4.4.3", f.reason(), FailureScope.SITE);
            case Failure.NoUsableAddress f ->
                defer(situation, "4.4.4", "no address that this source can reach: " + f.host(), FailureScope.HOST);
            case Failure.NotConnected f -> defer(situation, "4.4.1", f.reason(), FailureScope.HOST);
            case Failure.SourceUnusable f ->
                defer(situation, "4.3.5", "the egress source cannot be used: " + f.reason(), FailureScope.SOURCE);
            case Failure.OwnLimit f -> defer(situation, "4.3.2", f.reason(), FailureScope.SESSION);
            case Failure.TimedOut f -> defer(situation, "4.4.2", "timed out after " + f.limit().toSeconds()
                    + " s at " + situation.stage(), sessionScope(situation));
            case Failure.ConnectionLost f -> defer(situation, "4.4.2",
                    "connection lost at " + situation.stage() + ": " + f.reason(), sessionScope(situation));
            case Failure.TlsFailed f -> defer(situation, "4.7.5", "no TLS: " + f.reason(), FailureScope.HOST);
            case Failure.ProtocolError f ->
                protocolError(situation, "protocol error at " + situation.stage() + ": " + f.what());
            case Failure.Unsupported f -> unsupported(situation, f);
        };
    }

    /** What a deferral becomes when the time of its recipient is over. */
    public Outcome expired(DeliveryStatus last) {
        return new Outcome.Expired(last);
    }

    private static boolean tooManyRecipients(Situation situation, Reply reply) {
        if (situation.stage() != Stage.RCPT || (reply.code() != 452 && reply.code() != 552)) {
            return false;
        }
        EnhancedStatus said = reply.enhanced();
        if (said != null) {
            return said.subject() == 5 && said.detail() == 3;
        }
        return reply.toString().toLowerCase(Locale.ROOT).contains("too many recipients");
    }

    private static FailureScope scope(Stage stage, Reply reply) {
        if (stage.compareTo(Stage.MAIL) < 0) {
            return FailureScope.HOST;
        }
        if (reply.code() == 421) {
            return FailureScope.SESSION;
        }
        return stage == Stage.RCPT ? FailureScope.RECIPIENT : FailureScope.MESSAGE;
    }

    private static FailureScope sessionScope(Situation situation) {
        return situation.stage().compareTo(Stage.MAIL) < 0 ? FailureScope.HOST : FailureScope.SESSION;
    }

    /** The receiver's own code in the class that its reply has, else the one that fits what was found. */
    private static EnhancedStatus code(int statusClass, Reply reply, BounceClass bounceClass) {
        EnhancedStatus said = reply.enhanced();
        if (said != null && (said.subject() != 0 || said.detail() != 0)) {
            return new EnhancedStatus(statusClass, said.subject(), said.detail());
        }
        if (reply.code() == 421 && bounceClass == BounceClass.OTHER) {
            return new EnhancedStatus(statusClass, 3, 2);
        }
        return switch (bounceClass) {
            case BAD_MAILBOX -> new EnhancedStatus(statusClass, 1, 1);
            case BAD_DOMAIN -> new EnhancedStatus(statusClass, 1, 2);
            case INACTIVE_MAILBOX -> new EnhancedStatus(statusClass, 2, 1);
            case MAILBOX_FULL -> new EnhancedStatus(statusClass, 2, 2);
            case MESSAGE_TOO_LARGE -> new EnhancedStatus(statusClass, 3, 4);
            case CONTENT_REFUSED, POLICY, REPUTATION, AUTHENTICATION -> new EnhancedStatus(statusClass, 7, 1);
            case RATE_LIMITED -> new EnhancedStatus(statusClass, 4, 5);
            case PROTOCOL -> new EnhancedStatus(statusClass, 5, 0);
            case NETWORK -> new EnhancedStatus(statusClass, 4, 0);
            case UNSUPPORTED -> new EnhancedStatus(statusClass, 3, 3);
            case RENDERING, OTHER -> new EnhancedStatus(statusClass, 0, 0);
        };
    }

    private static Verdict protocolError(Situation situation, String text) {
        var status = status(situation, "4.5.0", text + doubt(situation));
        return new Verdict(new Outcome.Deferred(status, BounceClass.PROTOCOL), sessionScope(situation));
    }

    private static Verdict unsupported(Situation situation, Failure.Unsupported failure) {
        String code = switch (failure.need()) {
            case EIGHT_BIT_MIME -> "5.6.3";
            case SMTP_UTF8 -> "5.6.7";
            case SIZE -> "5.3.4";
            case REQUIRE_TLS -> "5.7.30";
        };
        var bounceClass = failure.need() == Failure.Need.SIZE ? BounceClass.MESSAGE_TOO_LARGE : BounceClass.UNSUPPORTED;
        var status = status(situation, code, failure.detail());
        return new Verdict(new Outcome.Bounced(status, bounceClass), FailureScope.MESSAGE);
    }

    private static Verdict bounce(Situation situation, String code, String text) {
        var outcome = new Outcome.Bounced(status(situation, code, text), BounceClass.BAD_DOMAIN);
        return new Verdict(outcome, FailureScope.SITE);
    }

    private static Verdict defer(Situation situation, String code, String text, FailureScope scope) {
        var outcome = new Outcome.Deferred(status(situation, code, text + doubt(situation)), BounceClass.NETWORK);
        return new Verdict(outcome, scope);
    }

    private static String doubt(Situation situation) {
        return situation.contentSent() ? "; the content was sent, the receiver may have taken it" : "";
    }

    private static DeliveryStatus status(Situation situation, String code, String text) {
        return new DeliveryStatus(EnhancedStatus.parse(code), Diagnostics.clean(text), null, situation.remoteMta(),
                situation.stage());
    }

    private static DeliveryStatus status(Situation situation, EnhancedStatus code, Reply reply) {
        Reply bounded = Diagnostics.bounded(reply);
        return new DeliveryStatus(code, Diagnostics.clean(bounded.toString()), bounded, situation.remoteMta(),
                situation.stage());
    }
}
