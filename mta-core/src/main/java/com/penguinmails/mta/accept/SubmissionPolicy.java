package com.penguinmails.mta.accept;

import com.penguinmails.mta.accept.AcceptResult.Refused;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.Mailbox;
import com.penguinmails.mta.spool.JournalRecord;
import java.time.Duration;
import java.util.Optional;

/** May this sender send this? Looks at the submission alone, not at the state of the node. Thread-safe. */
public final class SubmissionPolicy {
    /** What a key needs to send. */
    public static final String SCOPE = "messages:send";
    private static final Duration FURTHEST_SEND_TIME = Duration.ofDays(366);

    private final AcceptLimits limits;
    private final Admission admission;

    public SubmissionPolicy(AcceptLimits limits, Admission admission) {
        this.limits = limits;
        this.admission = admission;
    }

    /** The first reason to refuse a message, or empty. */
    public Optional<Refused> refusal(Submission submission, long nowMillis) {
        Sender sender = submission.sender();
        return senderRefusal(sender, submission.labels())
                .or(() -> admission.refusal(submission.labels().tenant(), nowMillis))
                .or(() -> fromRefusal(sender, submission.headerFromDomain(), submission.envelope()))
                .or(() -> sizeRefusal(submission))
                .or(() -> timeRefusal(submission.sendAtMillis(), submission.expiresMillis(), nowMillis));
    }

    /** The first reason to refuse a job, or empty; an expiry of 0 is the node's default. */
    public Optional<Refused> refusal(JournalRecord.JobOpened job, Sender sender, long nowMillis) {
        return senderRefusal(sender, job.labels())
                .or(() -> admission.refusal(job.labels().tenant(), nowMillis))
                .or(() -> fromRefusal(sender, job.signingDomain(), job.envelope()))
                .or(() -> timeRefusal(job.sendAtMillis(), job.expiresMillis(), nowMillis));
    }

    private static Optional<Refused> senderRefusal(Sender sender, Labels labels) {
        if (!sender.scopes().contains(SCOPE)) {
            return refused("scope_missing", "key", "this key may not send: it needs the scope " + SCOPE);
        }
        if (sender.test()) {
            return refused("test_key", "key",
                    "a test key's mail never leaves, and this node has no sink: use a live key");
        }
        if (!sender.tenant().isEmpty() && !sender.tenant().equals(labels.tenant())) {
            return refused("tenant_not_allowed", "tenant",
                    "this key belongs to the tenant " + sender.tenant() + "; leave the tenant out or name that one");
        }
        return Optional.empty();
    }

    private static Optional<Refused> fromRefusal(Sender sender, String headerFromDomain, Envelope envelope) {
        if (sender.fromDomains().isEmpty()) {
            return Optional.empty();
        }
        if (!sender.fromDomains().contains(headerFromDomain)) {
            return refused("from_domain_not_allowed", "from",
                    "this key may not send as " + headerFromDomain + allowed(sender));
        }
        Mailbox reversePath = envelope.reversePath().mailbox();
        if (reversePath == null) {
            return refused("reverse_path_not_allowed", "reverse_path",
                    "this key may not send with the null reverse-path: name an address" + allowed(sender));
        }
        if (!sender.fromDomains().contains(reversePath.domain())) {
            return refused("reverse_path_not_allowed", "reverse_path",
                    "this key may not have bounces sent to " + reversePath.domain() + allowed(sender));
        }
        return Optional.empty();
    }

    private Optional<Refused> sizeRefusal(Submission submission) {
        int size = submission.content().remaining();
        if (size == 0 || size > limits.maxMessageSize()) {
            return refused("message_too_large", "content",
                    "a message may have 1 to " + limits.maxMessageSize() + " octets, this one has " + size);
        }
        int count = submission.recipients().size();
        if (count == 0 || count > limits.maxRecipients()) {
            return refused("too_many_recipients", "recipients",
                    "a message may have 1 to " + limits.maxRecipients() + " recipients, this one has " + count);
        }
        return Optional.empty();
    }

    private static Optional<Refused> timeRefusal(long sendAt, long expires, long nowMillis) {
        if (sendAt > nowMillis + FURTHEST_SEND_TIME.toMillis()) {
            return refused("send_at_too_late", "send_at", "a message may be sent at most 366 days ahead");
        }
        if (expires != 0 && expires <= Math.max(nowMillis, sendAt)) {
            return refused("already_expired", "expires_at", "the message would expire before it may be sent");
        }
        return Optional.empty();
    }

    private static String allowed(Sender sender) {
        return "; it may use " + String.join(", ", sender.fromDomains().stream().sorted().limit(5).toList());
    }

    private static Optional<Refused> refused(String code, String field, String detail) {
        return Optional.of(new Refused(code, field, detail));
    }
}
