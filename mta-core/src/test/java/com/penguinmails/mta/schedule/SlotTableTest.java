package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlotTableTest {
    private final SlotTable slots = new SlotTable();
    private final AcceptanceIndex index = new AcceptanceIndex(slots);

    @Test
    void aMillionRecipientsTakeAtMost64OctetsEachEvenAsMessagesOfTheirOwn() {
        int recipients = 1_000_000;

        for (int i = 0; i < recipients; i++) {
            index.add(slots.allocate(i + 1, 0, i, 0));
        }

        assertThat((double) (slots.bytes() + index.bytes()) / recipients).isLessThanOrEqualTo(64.0);
        assertThat(slots.acceptance(index.first(777_777))).isEqualTo(777_777);
    }

    @Test
    void aSlotKeepsEveryFieldApartFromItsNeighbours() {
        int before = slots.allocate(1, 0, 1, 1);
        int slot = slots.allocate(Long.MAX_VALUE, 65_535, Long.MIN_VALUE, 1_234_567_890_123L);
        int after = slots.allocate(3, 1, 3, 3);

        slots.setQueue(slot, Integer.MAX_VALUE);
        slots.setDue(slot, -1);
        slots.setAttempts(slot, 300);
        slots.setReason(slot, InsertReason.FLUSHED);
        slots.setOwnMail(slot);
        slots.state(slot, SlotState.WAITING);

        assertThat(slots.acceptance(slot)).isEqualTo(Long.MAX_VALUE);
        assertThat(slots.index(slot)).isEqualTo(65_535);
        assertThat(slots.place(slot)).isEqualTo(Long.MIN_VALUE);
        assertThat(slots.expiry(slot)).isEqualTo(1_234_567_890_123L);
        assertThat(slots.attempts(slot)).isEqualTo(255);
        assertThat(slots.reason(slot)).isEqualTo(InsertReason.FLUSHED);
        assertThat(slots.state(slot)).isEqualTo(SlotState.WAITING);
        assertThat(slots.hasOwnMail(slot)).isTrue();
        assertThat(slots.hasOwnMail(before)).isFalse();
        assertThat(slots.acceptance(before)).isEqualTo(1);
        assertThat(slots.acceptance(after)).isEqualTo(3);
        assertThat(slots.state(after)).isEqualTo(SlotState.SETTLING);
    }

    @Test
    void freedSlotsAreUsedAgainAndTheIndexForgetsThem() {
        SplittableRandom random = new SplittableRandom(3);
        Set<Integer> live = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            if (live.size() < 500 || random.nextBoolean()) {
                int slot = slots.allocate(random.nextInt(1_000), 0, i, 0);
                index.add(slot);
                assertThat(live.add(slot)).isTrue();
            } else {
                int slot = live.iterator().next();
                boolean last = index.remove(slot);
                long acceptance = slots.acceptance(slot);
                assertThat(index.first(acceptance) == SlotTable.NONE).isEqualTo(last);
                slots.free(slot);
                assertThat(live.remove(slot)).isTrue();
            }
        }

        assertThat(slots.used()).isEqualTo(live.size());
        int found = 0;
        for (int acceptance = 0; acceptance < 1_000; acceptance++) {
            for (int slot = index.first(acceptance); slot != SlotTable.NONE; slot = slots.sibling(slot)) {
                assertThat(live).contains(slot);
                found++;
            }
        }
        assertThat(found).isEqualTo(live.size());
    }
}
