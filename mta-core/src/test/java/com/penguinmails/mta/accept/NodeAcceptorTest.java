package com.penguinmails.mta.accept;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.accept.AcceptResult.Accepted;
import com.penguinmails.mta.accept.AcceptResult.InProgress;
import com.penguinmails.mta.accept.AcceptResult.Refused;
import com.penguinmails.mta.accept.AcceptResult.RefusedForNow;
import com.penguinmails.mta.accept.AcceptResult.Repeated;
import com.penguinmails.mta.counter.Counter;
import com.penguinmails.mta.counter.Counters;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.ForwardPath;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.ReversePath;
import com.penguinmails.mta.spool.IdempotencyEntry;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.SpoolEntry;
import com.penguinmails.mta.spool.SpoolHealth;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodeAcceptorTest {
    private static final Sender TRUSTED = new Sender("", "", Set.of(), Set.of("messages:send"), false);
    private static final Sender RESTRICTED = new Sender("abcdefghij", "acme", Set.of("example.com"),
            Set.of("messages:send"), false);
    private static final String CONTENT = "From: a@example.com\r\n\r\nhello\r\n";

    private final ManualClock clock = new ManualClock("2026-11-23T06:00:00Z");
    private final HoldingSpool spool = new HoldingSpool();
    private final RoomyQueue queue = new RoomyQueue(10);
    private final Counters counters = new Counters();
    private final NodeAcceptor acceptor = new NodeAcceptor(spool, queue, new IdempotencyLedger(clock, 100),
            new AcceptLimits(100, 3, Duration.ofDays(5)), clock, counters);
    private final List<AcceptResult> results = new ArrayList<>();
    private int made;

    @Test
    void acceptedIsToldOnlyAfterTheCommit() {
        Submission submission = submission(TRUSTED, "any", "a@example.com", "x@receiver.example");
        submit(submission);
        assertThat(results).isEmpty();
        spool.commitAll();
        assertThat(results).containsExactly(new Accepted(submission.id()));
        assertThat(counters.get(Counter.MESSAGES_ACCEPTED)).isEqualTo(1);
        JournalRecord.Message message = spool.messages().getFirst();
        assertThat(message.acceptedMillis()).isEqualTo(clock.millis());
        assertThat(message.expiresMillis()).isEqualTo(clock.millis() + Duration.ofDays(5).toMillis());
        assertThat(message.content()).isEqualTo(SpoolEntry.contentNumber(0, CONTENT.length()));
        assertThat(message.signingDomain()).isEqualTo("example.com");
    }

    @Test
    void aRestrictedSenderKeepsToItsTenantAndDomains() {
        refused(submission(RESTRICTED, "other", "a@example.com"), "tenant_not_allowed");
        refused(submission(RESTRICTED, "acme", "a@elsewhere.example"), "reverse_path_not_allowed");
        refused(submission(RESTRICTED, "acme", ""), "reverse_path_not_allowed");
        refused(from(submission(RESTRICTED, "acme", "a@example.com"), "elsewhere.example"), "from_domain_not_allowed");
        submit(submission(RESTRICTED, "acme", "a@example.com"));
        submit(submission(TRUSTED, "any", ""));
        assertThat(spool.held()).isEqualTo(2);
    }

    @Test
    void aSenderWithoutTheScopeOrWithATestKeyIsRefused() {
        refused(submission(new Sender("k", "acme", Set.of(), Set.of("messages:read"), false), "acme", ""),
                "scope_missing");
        refused(submission(new Sender("k", "acme", Set.of(), Set.of("messages:send"), true), "acme", ""), "test_key");
    }

    @Test
    void sizeAndRecipientsAreBounded() {
        refused(submission(TRUSTED, "t", "", "a@b.example", "b@b.example", "c@b.example", "d@b.example"),
                "too_many_recipients");
        refused(content(submission(TRUSTED, "t", ""), "x".repeat(101)), "message_too_large");
    }

    @Test
    void timesThatCannotBeAreRefused() {
        long now = clock.millis();
        refused(times(submission(TRUSTED, "t", ""), now + Duration.ofDays(367).toMillis(), 0), "send_at_too_late");
        refused(times(submission(TRUSTED, "t", ""), now + 5000, now + 5000), "already_expired");
        submit(times(submission(TRUSTED, "t", ""), now + 5000, 0));
        spool.commitAll();
        assertThat(spool.messages().getFirst().expiresMillis()).isEqualTo(now + 5000 + Duration.ofDays(5).toMillis());
    }

    @Test
    void noRoomInTheQueueOrOnDiskIsARefusalForNow() {
        queue.setRoom(0);
        submit(submission(TRUSTED, "t", ""));
        queue.setRoom(10);
        spool.setHealth(new SpoolHealth(false, "the disk is nearly full", 0, 0));
        submit(submission(TRUSTED, "t", ""));
        assertThat(results).containsExactly(new RefusedForNow("the queue is full", 30),
                new RefusedForNow("the disk is nearly full", 30));
        assertThat(acceptor.refusalForNow(1)).hasValue("the disk is nearly full");
    }

    @Test
    void aFullRingIsWaitedForOnce() {
        spool.setRoom(0);
        submit(submission(TRUSTED, "t", ""));
        submit(submission(TRUSTED, "t", ""));
        assertThat(results).isEmpty();
        spool.setRoom(1);
        spool.announceRoom();
        assertThat(results).singleElement().isInstanceOf(RefusedForNow.class);
        spool.commitAll();
        assertThat(results).last().isInstanceOf(Accepted.class);
        assertThat(spool.waiting()).isZero();
    }

    @Test
    void aFailedCommitIsARefusalForNow() {
        submit(submission(TRUSTED, "t", ""));
        spool.failAll("the disk failed");
        assertThat(results).containsExactly(new RefusedForNow("the disk failed", 30));
    }

    @Test
    void aRepetitionIsAnsweredAsTheFirstWas() {
        IdempotencyEntry entry = IdempotencyKey.of("t", "SMTP", "", "k").entry(1, 250, "first", clock.millis() + 1000);
        submit(keyed(submission(TRUSTED, "t", ""), entry));
        submit(keyed(submission(TRUSTED, "t", ""), entry));
        assertThat(results).containsExactly(new InProgress(1));
        spool.commitAll();
        submit(keyed(submission(TRUSTED, "t", ""), entry));
        assertThat(results).last().isEqualTo(new Repeated(entry));
        refused(keyed(submission(TRUSTED, "t", ""), IdempotencyKey.of(entry).entry(2, 250, "x", clock.millis() + 1)),
                "idempotency_key_reused");
        assertThat(spool.committed()).hasSize(1);
        assertThat(spool.messages().getFirst().idempotency()).isEqualTo(entry);
    }

    @Test
    void aKeyIsFreeAgainAfterEveryWayOfFailing() {
        IdempotencyEntry entry = IdempotencyKey.of("t", "SMTP", "", "k").entry(1, 250, "first", clock.millis() + 1000);
        submit(keyed(submission(TRUSTED, "t", ""), entry));
        spool.failAll("the disk failed");
        spool.setRoom(0);
        submit(keyed(submission(TRUSTED, "t", ""), entry));
        spool.announceRoom();
        spool.setRoom(1);
        submit(keyed(submission(TRUSTED, "t", ""), entry));
        spool.commitAll();
        assertThat(results).hasSize(3).last().isInstanceOf(Accepted.class);
    }

    private void submit(Submission submission) {
        acceptor.submit(submission, results::add);
    }

    private void refused(Submission submission, String code) {
        submit(submission);
        assertThat(results).last().isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private Submission submission(Sender sender, String tenant, String reversePath, String... recipients) {
        List<Recipient> to = List.of(recipients.length == 0 ? new String[]{"x@receiver.example"} : recipients).stream()
                .map(address -> Recipient.of(ForwardPath.parse(address))).toList();
        return new Submission(new MessageId(0, ++made), sender, Labels.ofTenant(tenant), PriorityClass.TRANSACTIONAL,
                Envelope.of(ReversePath.parse(reversePath)), to, "example.com", bytes(CONTENT), 0, 0, null);
    }

    private static Submission from(Submission s, String domain) {
        return with(s, domain, s.content(), 0, 0, null);
    }

    private static Submission content(Submission s, String content) {
        return with(s, s.headerFromDomain(), bytes(content), 0, 0, null);
    }

    private static Submission times(Submission s, long sendAt, long expires) {
        return with(s, s.headerFromDomain(), s.content(), sendAt, expires, null);
    }

    private static Submission keyed(Submission s, IdempotencyEntry entry) {
        return with(s, s.headerFromDomain(), s.content(), 0, 0, entry);
    }

    private static Submission with(Submission s, String domain, ByteBuffer content, long sendAt, long expires,
            @Nullable IdempotencyEntry entry) {
        return new Submission(s.id(), s.sender(), s.labels(), s.priority(), s.envelope(), s.recipients(), domain,
                content, sendAt, expires, entry);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
