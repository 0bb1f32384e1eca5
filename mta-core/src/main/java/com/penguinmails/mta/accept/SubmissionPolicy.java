package com.penguinmails.mta.accept;

import com.penguinmails.mta.accept.AcceptResult.Refused;
import com.penguinmails.mta.message.Mailbox;
import java.time.Duration;
import java.util.Optional;

/** May this sender send this? Looks at the submission alone, not at the state of the node. Thread-safe. */
final class SubmissionPolicy {
    static final String SCOPE = "messages:send";
    private static final Duration FURTHEST_SEND_TIME = Duration.ofDays(366);

    private final AcceptLimits limits;

    SubmissionPolicy(AcceptLimits limits) {
        this.limits = limits;
    }

    /** The first reason to refuse, or empty. */
    Optional<Refused> refusal(Submission submission, long nowMillis) {
        return senderRefusal(submission)
                .or(() -> fromRefusal(submission))
                .or(() -> sizeRefusal(submission))
                .or(() -> timeRefusal(submission, nowMillis));
    }

    private static Optional<Refused> senderRefusal(Submission submission) {
        Sender sender = submission.sender();
        if (!sender.scopes().contains(SCOPE)) {
            return refused("scope_missing", "key", "this key may not send: it needs the scope " + SCOPE);
        }
        if (sender.test()) {
            return refused("test_key", "key",
                    "a test key's mail never leaves, and this node has no sink: use a live key");
        }
        if (!sender.tenant().isEmpty() && !sender.tenant().equals(submission.labels().tenant())) {
            return refused("tenant_not_allowed", "tenant",
                    "this key belongs to the tenant " + sender.tenant() + "; leave the tenant out or name that one");
        }
        return Optional.empty();
    }

    private static Optional<Refused> fromRefusal(Submission submission) {
        Sender sender = submission.sender();
        if (sender.fromDomains().isEmpty()) {
            return Optional.empty();
        }
        if (!sender.fromDomains().contains(submission.headerFromDomain())) {
            return refused("from_domain_not_allowed", "from",
                    "this key may not send as " + submission.headerFromDomain() + allowed(sender));
        }
        Mailbox reversePath = submission.envelope().reversePath().mailbox();
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

    private static Optional<Refused> timeRefusal(Submission submission, long nowMillis) {
        if (submission.sendAtMillis() > nowMillis + FURTHEST_SEND_TIME.toMillis()) {
            return refused("send_at_too_late", "send_at", "a message may be sent at most 366 days ahead");
        }
        long expires = submission.expiresMillis();
        if (expires != 0 && expires <= Math.max(nowMillis, submission.sendAtMillis())) {
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
