package com.penguinmails.mta.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.time.Randomness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class AcceptanceTableTest {
    private static final int ACCEPTANCES = 20_000;

    /** What the table should say of one recipient. */
    private static final class Expected {
        private boolean open = true;
        private int attempts;
        private long dueMillis;
    }

    @Test
    void itSaysOfEveryRecipientWhatWasLastSaid() {
        RandomGenerator random = Randomness.seeded(11);
        var table = new AcceptanceTable();
        Map<Long, List<Expected>> model = new HashMap<>();
        List<Long> numbers = new ArrayList<>();
        long number = 1_000_000_007L;
        for (int i = 0; i < ACCEPTANCES; i++) {
            // Now and then far beyond the group of the one before.
            number += random.nextInt(50) == 0 ? random.nextLong(1, 1 << 20) : random.nextLong(1, 4);
            int recipients = random.nextInt(4) == 0 ? random.nextInt(2, 70) : 1;
            table.add(number, recipients, true, i * 37L);
            List<Expected> states = new ArrayList<>();
            for (int r = 0; r < recipients; r++) {
                states.add(new Expected());
            }
            model.put(number, states);
            numbers.add(number);
        }
        for (int i = 0; i < ACCEPTANCES * 4; i++) {
            change(random, table, model, numbers.get(random.nextInt(ACCEPTANCES)));
        }
        model.forEach((acceptance, states) -> compare(table, acceptance, states));
        assertThat(table.find(numbers.getFirst() - 1)).isEqualTo(AcceptanceTable.NONE);
        assertThat(table.find(numbers.getLast() + 1)).isEqualTo(AcceptanceTable.NONE);
        assertThat(table.find(numbers.getLast() + (1L << 40))).isEqualTo(AcceptanceTable.NONE);
    }

    private static void change(RandomGenerator random, AcceptanceTable table, Map<Long, List<Expected>> model,
            long acceptance) {
        List<Expected> states = model.getOrDefault(acceptance, List.of());
        int index = random.nextInt(states.size());
        int row = table.find(acceptance);
        if (random.nextInt(3) == 0) {
            table.close(row, index);
            states.get(index).open = false;
            return;
        }
        int attempts = random.nextInt(1, 256);
        // A few lie so far off that a block has to become wide.
        long due = random.nextInt(200) == 0 ? random.nextLong(1L << 45) : 1_700_000_000_000L + random.nextInt(1 << 30);
        table.defer(row, index, attempts, due);
        states.get(index).attempts = attempts;
        states.get(index).dueMillis = due;
    }

    private static void compare(AcceptanceTable table, long acceptance, List<Expected> states) {
        int row = table.find(acceptance);
        assertThat(row).isNotEqualTo(AcceptanceTable.NONE);
        assertThat(table.recipients(row)).isEqualTo(states.size());
        assertThat(table.anyOpen(row)).isEqualTo(states.stream().anyMatch(state -> state.open));
        for (int i = 0; i < states.size(); i++) {
            assertThat(table.isOpen(row, i)).isEqualTo(states.get(i).open);
            assertThat(table.attempts(row, i)).isEqualTo(states.get(i).attempts);
            assertThat(table.dueMillis(row, i)).isEqualTo(states.get(i).dueMillis);
        }
        assertThat(table.isOpen(row, states.size())).isFalse();
    }

    @Test
    void aRecipientOfItsOwnAcceptanceTakesFourOctetsAndADeferredOneFiveMore() {
        var table = new AcceptanceTable();
        int recipients = 1 << 18;
        for (int i = 0; i < recipients; i++) {
            table.add(5L + i, 1, true, i);
        }
        assertThat(table.bytes()).isLessThan(recipients * 4L);
        for (int i = 0; i < recipients; i++) {
            table.defer(i, 0, 1, 1_700_000_000_000L + i);
        }
        assertThat(table.bytes()).isLessThan(recipients * 9L);
    }
}
