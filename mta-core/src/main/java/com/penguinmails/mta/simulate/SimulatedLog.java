package com.penguinmails.mta.simulate;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.schedule.OutcomeLog;
import java.util.List;

/** A journal that always has room and is on disk at once; what it is told is counted. For one thread. */
final class SimulatedLog implements OutcomeLog {
    private final RecipientBlocks blocks;
    private final SimulationTally tally;

    SimulatedLog(RecipientBlocks blocks, SimulationTally tally) {
        this.blocks = blocks;
        this.tally = tally;
    }

    @Override
    public boolean offer(List<Entry> entries, Listener listener) {
        for (Entry entry : entries) {
            tally.count(blocks.domain(entry.key().acceptance()), entry.event());
        }
        listener.committed();
        return true;
    }

    @Override
    public boolean keep(String key, byte[] value, List<DeliveryEvent> reports, Listener listener) {
        listener.committed();
        return true;
    }

    @Override
    public boolean note(DeliveryEvent event) {
        return true;
    }

    @Override
    public void whenRoom(Runnable callback) {
        callback.run();
    }
}
