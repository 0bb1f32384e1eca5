package com.penguinmails.mta.spool;

import com.penguinmails.mta.schedule.KeptFacts;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The last value of every key that is kept, and in which generation it was last written. One thread changes it; any thread asks
 * {@link #refusal}, {@link #get} and {@link #forEach}.
 */
final class FactTable {
    private static final int OVERHEAD = 32;

    private record Fact(ByteBuffer value, int generation) {}

    private final ConcurrentNavigableMap<String, Fact> facts = new ConcurrentSkipListMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong total = new AtomicLong();
    private final Map<Integer, Long> bytes = new HashMap<>();

    /** Takes the record up as the last of its key. */
    void keep(JournalRecord.Kept kept, int generation) {
        String key = kept.key();
        Fact before = kept.value().hasRemaining()
                ? facts.put(key, new Fact(kept.value(), generation))
                : facts.remove(key);
        if (before != null) {
            bytes.merge(before.generation(), -size(key, before.value()), Long::sum);
            total.addAndGet(-before.value().remaining());
            count.decrementAndGet();
        }
        if (kept.value().hasRemaining()) {
            bytes.merge(generation, size(key, kept.value()), Long::sum);
            total.addAndGet(kept.value().remaining());
            count.incrementAndGet();
        }
    }

    /** Why the record may not be kept, or empty if it may. */
    String refusal(JournalRecord.Kept kept) {
        Fact before = facts.get(kept.key());
        int length = kept.value().remaining();
        int more = length > 0 && before == null ? 1 : 0;
        int larger = length - (before == null ? 0 : before.value().remaining());
        return larger <= 0 ? "" : KeptFacts.refusal(count.get() + more, total.get() + larger);
    }

    /** The value of the key, or null. */
    @Nullable
    ByteBuffer get(String key) {
        Fact fact = facts.get(key);
        return fact == null ? null : fact.value().duplicate();
    }

    /** The value if its last record lies in this generation, or null. */
    @Nullable
    ByteBuffer in(int generation, String key) {
        Fact fact = facts.get(key);
        return fact == null || fact.generation() != generation ? null : fact.value().duplicate();
    }

    /** The keys whose last record lies in this generation. */
    List<String> keysIn(int generation) {
        return facts.entrySet().stream().filter(entry -> entry.getValue().generation() == generation)
                .map(Map.Entry::getKey).toList();
    }

    /** About how many octets of the generation's journal are last values. */
    long bytesIn(int generation) {
        return bytes.getOrDefault(generation, 0L);
    }

    /** Shows every key and its value, by key. */
    void forEach(BiConsumer<String, ByteBuffer> reader) {
        facts.forEach((key, fact) -> reader.accept(key, fact.value().duplicate()));
    }

    /** The generation is deleted: nothing of it is a last value. */
    void forget(int generation) {
        bytes.remove(generation);
    }

    private static long size(String key, ByteBuffer value) {
        return (long) key.length() + value.remaining() + OVERHEAD;
    }
}
