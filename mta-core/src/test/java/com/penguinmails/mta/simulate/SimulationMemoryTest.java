package com.penguinmails.mta.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulationMemoryTest {

    @Test
    void moreRecipientsThanHaveRoomAreRefusedWithWhatTheyNeed() {
        var memory = new SimulationMemory(2L << 30);

        assertThat(memory.problem(30_000_000)).isEmpty();
        assertThat(memory.problem(100_000_000)).hasValueSatisfying(problem -> assertThat(problem)
                .contains("100,000,000 recipients need 6,104 MiB", "room for 33,554,432 in 2,048 MiB",
                        "-XX:MaxDirectMemorySize=7g"));
    }

    @Test
    void thisProcessHasRoomForSome() {
        assertThat(SimulationMemory.here().recipients()).isPositive();
    }
}
