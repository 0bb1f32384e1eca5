package com.penguinmails.mta.spool;

import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.event.EventStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An {@link EventStore} on disk. A reader goes from frame to frame in the files themselves and never meets the writer, so a slow
 * or dead one costs nothing. A write that fails throws {@link UncheckedIOException} and leaves what was written before; the
 * next append begins a new file.
 */
public final class ChronicleEventStore implements EventStore {
    private static final Logger LOG = LoggerFactory.getLogger(ChronicleEventStore.class);
    private static final int MAX_RECORD = 1 << 20;
    private final SegmentedLog log;
    private final long fileSize;
    private final Map<Integer, Long> firsts = new ConcurrentHashMap<>();
    private boolean open;
    private long nextSequence = 1;
    private volatile long last;

    /**
     * @param directory for this log alone; made if it is not there
     * @param fileSize at which a file is closed and the next one begun, 1 MiB to 900 MiB
     */
    public ChronicleEventStore(Path directory, ByteSize fileSize) throws IOException {
        log = new SegmentedLog(directory, new NativeMemory());
        this.fileSize = fileSize.bytes();
        last = findLast();
    }

    private long findLast() throws IOException {
        long[] found = new long[1];
        for (int file : log.files().reversed()) {
            log.scan(file, 0, (position, _, _) -> {
                found[0] = position;
                return true;
            });
            if (found[0] != 0) {
                break;
            }
        }
        return found[0];
    }

    @Override
    public long append(ByteBuffer event) {
        if (!event.hasRemaining() || event.remaining() > MAX_RECORD) {
            throw new IllegalArgumentException("an event has 1 to " + MAX_RECORD + " octets, not " + event.remaining());
        }
        try {
            rollIfNeeded();
            long position = log.append(nextSequence++, event);
            last = position;
            return position;
        } catch (IOException e) {
            throw failed(e);
        } catch (RuntimeException | InternalError e) {
            throw failed(new IOException("the log of events could not be written", e));
        }
    }

    private void rollIfNeeded() throws IOException {
        if (open && log.size() < fileSize) {
            return;
        }
        if (open) {
            log.force();
        }
        open = false;
        List<Integer> files = log.files();
        log.roll(files.isEmpty() ? 1 : files.getLast() + 1);
        open = true;
    }

    private UncheckedIOException failed(IOException cause) {
        open = false;
        try {
            log.seal();
        } catch (RuntimeException e) {
            LOG.error("a file of events could not be closed", e);
        }
        return new UncheckedIOException(cause);
    }

    @Override
    public void force() {
        try {
            if (open) {
                log.force();
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void readAfter(long position, Visitor visitor) {
        long upTo = last;
        int from = LogPosition.file(position);
        for (int file : log.files()) {
            boolean within = file == from;
            if (file >= from && !visitAll(file, within ? position : 0, upTo, visitor)) {
                return;
            }
        }
    }

    /** Visits a file's records after {@code position}, up to {@code upTo}; whether to go on with the next file. */
    private boolean visitAll(int file, long position, long upTo, Visitor visitor) {
        boolean[] goOn = {true};
        try {
            log.scan(file, LogPosition.offset(position), (at, _, payload) -> {
                goOn[0] = at <= upTo && (at <= position || visitor.visit(at, payload));
                return goOn[0];
            });
        } catch (IOException e) {
            LOG.warn("file {} of the log of events was dropped while it was read", file, e);
        }
        return goOn[0];
    }

    @Override
    public boolean readAt(long position, Visitor visitor) {
        try {
            var _ = visitor.visit(position, log.read(position).asReadOnlyBuffer());
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public long firstPosition() {
        return log.files().stream().mapToLong(this::firstPosition).filter(position -> position != 0).findFirst()
                .orElse(0);
    }

    /** The first record of a file, or 0 if it has none. */
    private long firstPosition(int file) {
        Long known = firsts.get(file);
        if (known != null) {
            return known;
        }
        long[] found = new long[1];
        var _ = visitAll(file, 0, last, (position, _) -> {
            found[0] = position;
            return false;
        });
        if (found[0] != 0) {
            firsts.put(file, found[0]);
        }
        return found[0];
    }

    @Override
    public List<FileSummary> files() {
        var summaries = new ArrayList<FileSummary>();
        long next = 0;
        for (int file : log.files().reversed()) {
            long first = firstPosition(file);
            if (first != 0) {
                summaries.addFirst(new FileSummary(file, next, next == 0 ? 0 : log.lastWrittenMillis(file)));
                next = first;
            }
        }
        return summaries;
    }

    @Override
    public long sizeOnDisk() {
        return log.files().stream().mapToLong(log::end).sum();
    }

    @Override
    public long lastPosition() {
        return last;
    }

    @Override
    public int fileOf(long position) {
        return LogPosition.file(position);
    }

    @Override
    public void dropBefore(long position) {
        int current = log.files().isEmpty() ? 0 : log.files().getLast();
        for (int file : log.files()) {
            if (file < LogPosition.file(position) && file < current) {
                drop(file);
            }
        }
    }

    private void drop(int file) {
        firsts.remove(file);
        try {
            log.delete(file);
        } catch (IOException e) {
            LOG.warn("file {} of the log of events could not be deleted", file, e);
        }
    }

    @Override
    public void close() {
        force();
        log.close();
    }
}
