package com.penguinmails.system.simulation;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventSink;
import com.penguinmails.mta.event.EventType;
import java.util.ArrayList;
import java.util.List;

/** The event log without files: it outlives the node, and a power cut takes what was not forced. For one thread. */
final class SimulatedEvents implements EventSink {
    private final World world;
    private final Laws laws;
    private final List<DeliveryEvent> events = new ArrayList<>();
    private int forced;
    private long last;
    /** How far a reader has come that is dead most of the time. */
    private int read;

    SimulatedEvents(World world, Laws laws) {
        this.world = world;
        this.laws = laws;
    }

    @Override
    public void publish(DeliveryEvent event) {
        requireOnce(event);
        events.add(event);
        laws.published(event);
    }

    /** An event is in the log once, in the order of the journal; of one record only an acceptance has two. */
    private void requireOnce(DeliveryEvent event) {
        long sequence = event.journalSequence();
        boolean second = sequence == last && event.type() == EventType.SCHEDULED;
        laws.require(sequence == 0 || sequence > last || second, "an event is written once", event);
        last = Math.max(last, sequence);
    }

    @Override
    public void flush() {}

    @Override
    public void force() {
        forced = events.size();
    }

    @Override
    public long lastJournalSequence() {
        return last;
    }

    @Override
    public boolean endsWith(EventType type) {
        for (DeliveryEvent event : events.reversed()) {
            if (event.journalSequence() == last && event.type() == type) {
                return true;
            }
            if (event.journalSequence() > 0 && event.journalSequence() != last) {
                return false;
            }
        }
        return false;
    }

    /** The node died; what was not forced is there as far as chance has it. */
    void suffer(boolean powerCut) {
        if (powerCut) {
            int kept = world.random().nextInt(forced, events.size() + 1);
            events.subList(kept, events.size()).clear();
            last = events.stream().mapToLong(DeliveryEvent::journalSequence).max().orElse(0);
        }
        forced = events.size();
    }

    /** The dead reader comes back and reads all that it has missed: the end of each recipient once. */
    void read() {
        for (; read < events.size(); read++) {
            laws.read(events.get(read));
        }
    }

    /** What was cut off was read before, and will be written again: a reader goes on by its cursor. */
    void rewind() {
        read = Math.min(read, events.size());
    }
}
