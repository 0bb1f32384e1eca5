package com.penguinmails.mta.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.event.EventStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChronicleEventStoreTest {
    @TempDir
    private Path directory;

    private EventStore newStore() throws IOException {
        return new ChronicleEventStore(directory, ByteSize.ofMiB(1));
    }

    private static ByteBuffer record(int number, int size) {
        return ByteBuffer.wrap((number + "x".repeat(size)).getBytes(StandardCharsets.US_ASCII));
    }

    private static List<Long> positionsAfter(EventStore store, long position) {
        var positions = new ArrayList<Long>();
        store.readAfter(position, (at, _) -> positions.add(at));
        return positions;
    }

    @Test
    void recordsAreReadInOrderOverFilesAndRestarts() throws IOException {
        var appended = new ArrayList<Long>();
        for (int start = 0; start < 3; start++) {
            try (EventStore store = newStore()) {
                for (int i = 0; i < 40; i++) {
                    appended.add(store.append(record(i, 50_000)));
                }
                store.force();
                assertThat(store.lastPosition()).isEqualTo(appended.getLast());
                assertThat(positionsAfter(store, 0)).isEqualTo(appended);
            }
        }
        assertThat(appended).isSorted();
        try (EventStore store = newStore()) {
            assertThat(store.firstPosition()).isEqualTo(appended.getFirst());
            assertThat(store.lastPosition()).isEqualTo(appended.getLast());
            for (int i : List.of(0, 17, 39, 40, 100, 119)) {
                assertThat(positionsAfter(store, appended.get(i))).isEqualTo(appended.subList(i + 1, appended.size()));
            }
            assertThat(store.fileOf(appended.getLast())).isGreaterThan(store.fileOf(appended.getFirst()));
            List<EventStore.FileSummary> files = store.files();
            assertThat(files).hasSizeGreaterThan(3);
            assertThat(files.getFirst().number()).isEqualTo(store.fileOf(appended.getFirst()));
            assertThat(appended).contains(files.getFirst().nextPosition());
            assertThat(files.getFirst().endedMillis()).isPositive();
            assertThat(files.getLast().nextPosition()).isZero();
            assertThat(store.sizeOnDisk()).isGreaterThan(120 * 50_000L);
        }
    }

    @Test
    void visitorThatHasEnoughIsLeftAlone() throws IOException {
        try (EventStore store = newStore()) {
            for (int i = 0; i < 5; i++) {
                assertThat(store.append(record(i, 600_000))).isPositive();
            }
            var seen = new ArrayList<Long>();
            store.readAfter(0, (at, _) -> {
                seen.add(at);
                return seen.size() < 2;
            });
            assertThat(seen).hasSize(2);
        }
    }

    @Test
    void recordIsReadByItsPosition() throws IOException {
        try (EventStore store = newStore()) {
            long first = store.append(record(1, 10));
            long second = store.append(record(2, 10));
            var seen = new ArrayList<ByteBuffer>();

            assertThat(store.readAt(second, (_, bytes) -> seen.add(bytes))).isTrue();

            assertThat(seen).containsExactly(record(2, 10));
            assertThat(store.readAt(first + (1 << 20), (_, bytes) -> seen.add(bytes))).isFalse();
            assertThat(seen).hasSize(1);
        }
    }

    @Test
    void droppedFilesAreGoneAndTheRestStays() throws IOException {
        try (EventStore store = newStore()) {
            var appended = new ArrayList<Long>();
            for (int i = 0; i < 100; i++) {
                appended.add(store.append(record(i, 50_000)));
            }
            long middle = appended.get(50);

            store.dropBefore(middle);

            assertThat(store.firstPosition()).isLessThanOrEqualTo(middle);
            assertThat(store.fileOf(store.firstPosition())).isEqualTo(store.fileOf(middle));
            assertThat(store.readAt(appended.getFirst(), (_, _) -> true)).isFalse();
            assertThat(positionsAfter(store, 0)).endsWith(appended.subList(50, 100).toArray(Long[]::new));
            store.dropBefore(Long.MAX_VALUE);
            assertThat(store.append(record(1, 1))).isGreaterThan(appended.getLast());
        }
    }

    @Test
    void emptyStoreHasNoPositions() throws IOException {
        try (EventStore store = newStore()) {
            assertThat(store.firstPosition()).isZero();
            assertThat(store.lastPosition()).isZero();
            assertThat(positionsAfter(store, 0)).isEmpty();
            assertThatThrownBy(() -> store.append(ByteBuffer.allocate(0))).hasMessageContaining("1 to 1048576 octets");
        }
    }
}
