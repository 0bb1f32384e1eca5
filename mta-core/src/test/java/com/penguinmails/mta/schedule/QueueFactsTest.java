package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.mta.spool.QueueOutcomes;
import com.penguinmails.testkit.time.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the queue keeps by key reaches the disk whatever the spool does, and never goes back to an older value. */
final class QueueFactsTest {
    private final VirtualClock clock = new VirtualClock();
    private final SimulatedSpool spool = new SimulatedSpool(clock);
    private final CommandQueue commands = new CommandQueue();
    private final Timers timers = new Timers();
    private final FactJournal facts = new FactJournal(new QueueOutcomes(spool), commands, timers,
            new SimulatedTime(clock));
    private final List<String> onDisk = new ArrayList<>();

    private void keep(String key, String value) {
        facts.keep(key, value.getBytes(StandardCharsets.UTF_8), () -> onDisk.add(key + "=" + value));
    }

    private void runFor(Duration time) {
        long end = clock.nanoTime() + time.toNanos();
        while (clock.nanoTime() < end) {
            clock.advance(Duration.ofMillis(1));
            int _ = commands.run(1_000) + timers.advance(clock.nanoTime());
        }
    }

    @Test
    void listenerIsCalledWhenTheValueIsOnDiskAndNotBefore() {
        keep("a", "1");
        assertThat(onDisk).isEmpty();
        assertThat(facts.isEmpty()).isFalse();

        runFor(Duration.ofMillis(5));

        assertThat(spool.kept).containsEntry("a", "1");
        assertThat(onDisk).containsExactly("a=1");
        assertThat(facts.isEmpty()).isTrue();
    }

    @Test
    void failedWriteIsTriedAgainAndDoesNotBringBackAnOlderValue() {
        boolean[] broken = {true};
        spool.fails = () -> broken[0];
        keep("a", "old");
        runFor(Duration.ofMillis(500));
        keep("a", "new");
        broken[0] = false;
        keep("b", "other");

        runFor(Duration.ofSeconds(3));

        assertThat(spool.kept).containsEntry("a", "new").containsEntry("b", "other");
        assertThat(onDisk).containsExactlyInAnyOrder("a=old", "a=new", "b=other");
    }

    @Test
    void fullSpoolIsWaitedForAndOnlyTheLastValueIsWritten() {
        spool.room = 0;
        for (int i = 0; i < 100; i++) {
            keep("a", String.valueOf(i));
            keep("key " + i, "x");
        }
        runFor(Duration.ofMillis(50));
        assertThat(spool.kept).isEmpty();

        spool.room = 3;
        spool.makeRoom();
        runFor(Duration.ofSeconds(1));

        assertThat(spool.kept).hasSize(101).containsEntry("a", "99");
        assertThat(onDisk).hasSize(200);
        assertThat(spool.factsWritten).isEqualTo(101);
    }

    @Test
    void restoredFactGoesToTheReaderOfItsPrefixAndCountsAmongTheMost() {
        List<String> read = new ArrayList<>();
        facts.add(new FactReader() {
            @Override
            public String prefix() {
                return "command/";
            }

            @Override
            public void restore(String key, byte[] value) {
                read.add(key + "=" + new String(value, StandardCharsets.UTF_8));
            }
        });
        for (int i = 0; i < KeptFacts.MAX_FACTS - 1; i++) {
            facts.restore("command/" + i, new byte[]{'x'});
        }
        keep("last", "x");

        assertThat(read).hasSize(KeptFacts.MAX_FACTS - 1).startsWith("command/0=x");
        assertThatThrownBy(() -> keep("more", "x")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at most 100000 facts");
        facts.forget("command/5");
        keep("more", "x");
        runFor(Duration.ofMillis(50));
        assertThat(spool.kept).containsOnlyKeys("last", "more");
    }
}
