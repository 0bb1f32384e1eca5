package com.penguinmails.mta.event;

import com.penguinmails.mta.config.EventsConfig;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The event log: written by the thread that commits the journal, read by cursor by whoever wants to.
 *
 * <p>The law: an event is written once, in the order in which things happened; it is shown to readers only after the journal
 * record that it tells of was forced; it is dropped only for age or size, oldest first, a file at a time. It is not forced
 * before readers see it: what a power cut takes from it is published again from the journal, which forgets nothing before
 * {@link #force} was called.
 */
public final class EventLog implements EventSink, EventFeed, AutoCloseable {
    private static final long DROP_EVERY_MILLIS = 10_000;

    private final EventStore store;
    private final EventIndex index;
    private final EventsConfig config;
    private final Clock clock;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(EventCodec.MAX_LENGTH);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();
    private long lastJournalSequence;
    /** The numbers of the kinds of event that tell of that record. */
    private final Set<Integer> lastTypes = new HashSet<>();
    private long written;
    private long droppedAtMillis;
    private volatile long visible;

    /**
     * Opens the log over what the store holds.
     *
     * @param indexDirectory for the index files
     */
    public EventLog(EventStore store, Path indexDirectory, EventsConfig config, Clock clock) throws IOException {
        this.store = store;
        this.index = new EventIndex(indexDirectory);
        this.config = config;
        this.clock = clock;
        readBack();
    }

    /**
     * Finds how far the log has come, and builds what is missing of the index: that of the file that was written to when the process
     * was killed. Of an event only the head is read, and nothing at all of a file whose index is there.
     */
    private void readBack() {
        long from = firstToRead();
        if (from > 0) {
            var _ = store.readAt(from, this::readBack);
        }
        store.readAfter(from, this::readBack);
        index.finishPage();
        written = store.lastPosition();
        visible = written;
    }

    private boolean readBack(long position, ByteBuffer octets) {
        EventCodec.Head head = EventCodec.head(octets);
        note(head.journalSequence(), head.type());
        int file = store.fileOf(position);
        if (!index.has(file)) {
            index.add(file, head.messageId(), position);
        }
        return true;
    }

    /** The first event of the oldest file without an index, or the last of all if each file has one; 0: the very first. */
    private long firstToRead() {
        long first = 0;
        for (EventStore.FileSummary file : store.files()) {
            if (!index.has(file.number())) {
                break;
            }
            first = file.nextPosition() == 0 ? store.lastPosition() : file.nextPosition();
        }
        return first;
    }

    @Override
    public void publish(DeliveryEvent event) {
        buffer.clear();
        EventCodec.encode(event, buffer);
        written = store.append(buffer.flip());
        index.add(store.fileOf(written), event.messageId(), written);
        note(event.journalSequence(), event.type().number());
    }

    @Override
    public void flush() {
        visible = written;
        if (waiting.get() > 0) {
            signal();
        }
        long now = clock.millis();
        if (now - droppedAtMillis >= DROP_EVERY_MILLIS) {
            droppedAtMillis = now;
            dropOld(now);
        }
    }

    @Override
    public void force() {
        store.force();
    }

    @Override
    public long lastJournalSequence() {
        return lastJournalSequence;
    }

    @Override
    public boolean endsWith(EventType type) {
        return lastTypes.contains(type.number());
    }

    private void note(long journalSequence, int type) {
        if (journalSequence < lastJournalSequence || journalSequence == 0) {
            return;
        }
        if (journalSequence > lastJournalSequence) {
            lastJournalSequence = journalSequence;
            lastTypes.clear();
        }
        lastTypes.add(type);
    }

    private void signal() {
        lock.lock();
        try {
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Drops whole files from the oldest while their newest event is too old or the log is too large. */
    private void dropOld(long now) {
        for (EventStore.FileSummary file : store.files()) {
            boolean newest = file.nextPosition() == 0;
            boolean old = file.endedMillis() + config.retention().toMillis() < now;
            if (newest || !(store.sizeOnDisk() > config.maxSize().bytes() || old)) {
                return;
            }
            store.dropBefore(file.nextPosition());
            index.dropBefore(store.fileOf(file.nextPosition()));
        }
    }

    @Override
    public List<LoggedEvent> after(EventCursor cursor, int limit) {
        long end = visible;
        var events = new ArrayList<LoggedEvent>(Math.min(limit, 1000));
        store.readAfter(cursor.position(), (position, octets) -> {
            if (position > end || events.size() >= limit) {
                return false;
            }
            events.add(new LoggedEvent(new EventCursor(position), EventCodec.decode(octets)));
            return events.size() < limit;
        });
        return events;
    }

    @Override
    public boolean await(EventCursor cursor, Duration time) throws InterruptedException {
        long nanos = time.toNanos();
        lock.lock();
        waiting.incrementAndGet();
        try {
            while (visible <= cursor.position()) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = grown.awaitNanos(nanos);
            }
            return true;
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }

    @Override
    public List<LoggedEvent> ofMessage(MessageId id) {
        long end = visible;
        var events = new ArrayList<LoggedEvent>();
        for (long position : index.positionsOf(id)) {
            if (position <= end) {
                var _ = store.readAt(position, (at, octets) -> {
                    DeliveryEvent event = EventCodec.decode(octets);
                    return event.messageId().equals(id) && events.add(new LoggedEvent(new EventCursor(at), event));
                });
            }
        }
        return events;
    }

    @Override
    public EventCursor last() {
        return new EventCursor(visible);
    }

    /** Forces what was written; the store is closed by whoever opened it. */
    @Override
    public void close() {
        store.force();
        index.finishPage();
    }
}
