package com.penguinmails.mta.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.SpoolRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The mail that a queue would hold: where each acceptance lies now, and what its content must be. */
final class LiveMail implements Spool.SpoolObserver {
    private static final Labels LABELS = Labels.ofTenant("acme");
    private final Samples samples;
    private final Map<Long, SpoolRef> places = new ConcurrentHashMap<>();
    private final Map<Long, ByteBuffer> contents = new ConcurrentHashMap<>();
    private final AtomicInteger relocations = new AtomicInteger();

    LiveMail(Samples samples) {
        this.samples = samples;
    }

    /** Commits a message of so many recipients and octets. */
    long accept(Spool spool, int recipients, int size) {
        ByteBuffer content = samples.bytes(size);
        JournalRecord.Message message = samples.record(LABELS, recipients, SpoolEntry.contentNumber(0, size), null);
        long number = Commit.commit(spool, new SpoolEntry(List.of(content.duplicate()), List.of(message)))
                .firstSequence();
        contents.put(number, content);
        return number;
    }

    /** Commits a final outcome. */
    void settle(Spool spool, long acceptance, int index) {
        var key = new RecipientKey(acceptance, index);
        var _ = Commit.commit(spool, samples.attempted(samples.finalOutcome(key, place(acceptance), LABELS, null)));
    }

    /** Commits the final outcome of the only recipient; the acceptance is watched no more. */
    void settleAll(Spool spool, long acceptance) {
        settle(spool, acceptance, 0);
        contents.remove(acceptance);
        places.remove(acceptance);
    }

    void defer(Spool spool, long acceptance, int index, int attempts) {
        var key = new RecipientKey(acceptance, index);
        var _ = Commit.commit(spool, samples.attempted(
                samples.deferral(key, place(acceptance), LABELS, attempts, Samples.NOW + attempts)));
    }

    SpoolRef place(long acceptance) {
        return places.getOrDefault(acceptance, new SpoolRef(0));
    }

    int relocations() {
        return relocations.get();
    }

    /** Takes the places from a recovery, and asserts that it showed all that is watched. */
    void recovered(RecoveredMail recovered) {
        assertThat(recovered.acceptances().keySet()).isEqualTo(contents.keySet());
        recovered.acceptances().forEach((number, shown) -> places.put(number, shown.place()));
    }

    /** Asserts that each watched acceptance is read back whole. */
    void assertReadable(Spool spool) throws IOException {
        for (Map.Entry<Long, ByteBuffer> live : contents.entrySet()) {
            JournalRecord.Acceptance value = spool.readAcceptance(place(live.getKey()));
            assertThat(spool.readContent(value.content())).as("content of %s", live.getKey())
                    .isEqualTo(live.getValue());
        }
    }

    @Override
    public void accepted(long sequence, SpoolRef place, JournalRecord.Acceptance value) {
        places.put(sequence, place);
    }

    @Override
    public void relocated(long acceptance, SpoolRef from, SpoolRef to) {
        if (!place(acceptance).equals(from)) {
            throw new AssertionError("moved from where it is not");
        }
        places.put(acceptance, to);
        var _ = relocations.incrementAndGet();
    }
}
