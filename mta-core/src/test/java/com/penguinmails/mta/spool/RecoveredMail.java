package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.OpenRecipients;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Keeps what a recovery showed. */
final class RecoveredMail implements Spool.RecoveryListener {
    private final Map<Long, Shown> acceptances = new HashMap<>();
    private final List<IdempotencyEntry> remembered = new ArrayList<>();
    private final Map<String, String> kept = new TreeMap<>();

    /** One acceptance; of each recipient whether it is open, its attempts, its due time. */
    record Shown(SpoolRef place, JournalRecord.Acceptance value, List<Boolean> open, List<Integer> attempts,
            List<Long> dueMillis) {}

    /** By acceptance number. */
    Map<Long, Shown> acceptances() {
        return acceptances;
    }

    Shown get(long acceptance) {
        return Objects.requireNonNull(acceptances.get(acceptance), "not recovered");
    }

    List<IdempotencyEntry> remembered() {
        return remembered;
    }

    /** The texts that are kept, by key. */
    Map<String, String> kept() {
        return kept;
    }

    long openRecipients() {
        return acceptances.values().stream().flatMap(shown -> shown.open.stream()).filter(open -> open).count();
    }

    @Override
    public void progress(long scannedBytes, long totalBytes) {
        if (scannedBytes > totalBytes) {
            throw new AssertionError(scannedBytes + " bytes of " + totalBytes);
        }
    }

    @Override
    public void acceptance(long sequence, SpoolRef place, JournalRecord.Acceptance value, OpenRecipients open) {
        var opens = new ArrayList<Boolean>();
        var attempts = new ArrayList<Integer>();
        var dues = new ArrayList<Long>();
        for (int i = 0; i < value.recipientCount(); i++) {
            opens.add(open.isOpen(i));
            attempts.add(open.attempts(i));
            dues.add(open.dueMillis(i));
        }
        if (acceptances.put(sequence, new Shown(place, value, opens, attempts, dues)) != null) {
            throw new AssertionError("acceptance " + sequence + " was shown twice");
        }
    }

    @Override
    public void remembered(IdempotencyEntry entry) {
        remembered.add(entry);
    }

    @Override
    public void kept(String key, ByteBuffer value) {
        if (kept.put(key, StandardCharsets.UTF_8.decode(value).toString()) != null) {
            throw new AssertionError(key + " was shown twice");
        }
    }
}
