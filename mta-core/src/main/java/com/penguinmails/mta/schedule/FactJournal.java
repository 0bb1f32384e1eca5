package com.penguinmails.mta.schedule;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps facts in the journal. Of each key one value at a time is on its way to the disk; what comes meanwhile waits, and only the
 * last of it is written. So no failed write can bring an older value back. For one thread.
 */
final class FactJournal implements KeptFacts {
    private static final Logger LOG = LoggerFactory.getLogger(FactJournal.class);
    private static final long FAILED_PAUSE_NANOS = 1_000_000_000;

    /** What is to be written of a key. */
    private static final class Wish {
        private final String key;
        private byte[] value = new byte[0];
        private List<DeliveryEvent> reports = new ArrayList<>();
        private List<Runnable> listeners = new ArrayList<>();
        private boolean changed;
        private boolean underWay;

        Wish(String key) {
            this.key = key;
        }
    }

    private final OutcomeLog log;
    private final CommandQueue commands;
    private final Timers timers;
    private final Clock clock;
    /** The octets of every key's value. */
    private final Map<String, Integer> known = new HashMap<>();
    private final Map<String, Wish> wishes = new HashMap<>();
    private final ArrayDeque<Wish> backlog = new ArrayDeque<>();
    private final List<FactReader> readers = new ArrayList<>();
    private long total;
    private boolean waitsForRoom;

    FactJournal(OutcomeLog log, CommandQueue commands, Timers timers, Clock clock) {
        this.log = log;
        this.commands = commands;
        this.timers = timers;
        this.clock = clock;
    }

    /** Adds one who takes back the facts of its prefix; before the first {@link #restore}. */
    void add(FactReader reader) {
        readers.add(reader);
    }

    /** Shows what was kept before the restart to the one whose prefix it has; what nobody knows stays as it is. */
    void restore(String key, byte[] value) {
        note(key, value.length);
        for (FactReader reader : readers) {
            if (key.startsWith(reader.prefix())) {
                reader.restore(key, value);
                return;
            }
        }
        LOG.warn("the journal keeps {}, which nothing in this version reads", key);
    }

    @Override
    public void keep(String key, byte[] value, List<DeliveryEvent> reports, Runnable onDisk) {
        KeptFacts.requireValid(key, value.length);
        requireRoom(key, value);
        Wish wish = wishes.computeIfAbsent(key, Wish::new);
        wish.value = value.clone();
        wish.reports.addAll(reports);
        wish.listeners.add(onDisk);
        boolean waits = wish.changed || wish.underWay;
        wish.changed = true;
        if (!waits) {
            backlog.addLast(wish);
            offerBacklog();
        }
    }

    /** Whether everything is on disk. */
    boolean isEmpty() {
        return wishes.isEmpty();
    }

    private void requireRoom(String key, byte[] value) {
        int before = known.getOrDefault(key, 0);
        String refusal = value.length <= before
                ? ""
                : KeptFacts.refusal(known.size() + (before == 0 ? 1 : 0), total + value.length - before);
        if (!refusal.isEmpty()) {
            throw new IllegalStateException(refusal);
        }
        note(key, value.length);
    }

    private void note(String key, int length) {
        Integer before = length == 0 ? known.remove(key) : known.put(key, length);
        total += length - (before == null ? 0 : before);
    }

    private void offerBacklog() {
        while (!backlog.isEmpty() && !waitsForRoom) {
            Wish wish = backlog.getFirst();
            if (!log.keep(wish.key, wish.value, wish.reports, new Reporter(wish))) {
                waitsForRoom = true;
                log.whenRoom(() -> commands.add(this::room));
                return;
            }
            backlog.removeFirst();
            wish.changed = false;
            wish.underWay = true;
            wish.reports = new ArrayList<>();
            wish.listeners = new ArrayList<>();
        }
    }

    private void room() {
        waitsForRoom = false;
        offerBacklog();
    }

    private void committed(Wish wish, List<Runnable> listeners) {
        wish.underWay = false;
        if (wish.changed) {
            backlog.addLast(wish);
            offerBacklog();
        } else {
            wishes.remove(wish.key);
        }
        listeners.forEach(Runnable::run);
    }

    private void notCommitted(Wish wish, Reporter report) {
        wish.reports.addAll(0, report.reports);
        wish.listeners.addAll(0, report.listeners);
        wish.changed = true;
        timers.at(clock.nanoTime() + FAILED_PAUSE_NANOS, () -> {
            wish.underWay = false;
            backlog.addLast(wish);
            offerBacklog();
        });
    }

    /** Called on the committing thread. */
    private final class Reporter implements OutcomeLog.Listener {
        private final Wish wish;
        private final List<DeliveryEvent> reports;
        private final List<Runnable> listeners;

        Reporter(Wish wish) {
            this.wish = wish;
            reports = wish.reports;
            listeners = wish.listeners;
        }

        @Override
        public void committed() {
            commands.add(() -> FactJournal.this.committed(wish, listeners));
        }

        @Override
        public void failed(String reason) {
            commands.add(() -> notCommitted(wish, this));
        }
    }
}
