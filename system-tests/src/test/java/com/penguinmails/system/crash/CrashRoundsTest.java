package com.penguinmails.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.testkit.seed.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rounds of faults under load, until the wished number is played: after each one the books balance against the receivers' own count.
 * A seed has {@value #ROUNDS_OF_A_SEED} rounds over one directory. With {@code -Dcrash.table=FILE} what was seen is written there.
 */
final class CrashRoundsTest {
    private static final int ROUNDS = Integer.getInteger("crash.rounds", 2);
    private static final int ROUNDS_OF_A_SEED = 20;
    /** So that a short run has seen what matters most. */
    private static final List<Set<Fault>> FIRST = List.of(EnumSet.of(Fault.POWER_CUT),
            EnumSet.of(Fault.NODE_KILLED, Fault.ANSWERS_TWICE), EnumSet.of(Fault.RECEIVER_KILLED, Fault.DNS_KILLED),
            EnumSet.of(Fault.REFUSES_CHUNKING, Fault.DROPS_MID_MESSAGE));

    @TempDir
    private Path directory;

    @Test
    void afterEachRoundEveryAcceptedRecipientHasItsOutcomeAndOnlyOpenTransactionsAreRepeated() {
        var rounds = new ArrayList<Round>();
        Seeds.first(Math.ceilDiv(ROUNDS, ROUNDS_OF_A_SEED)).check((random, seed) -> {
            play(random, seed, rounds);
            write(rounds);
        });
        System.out.println(CrashTable.of(rounds));
        assertThat(rounds).as("load in each round").allMatch(round -> round.accepted() > 0);
    }

    private static void write(List<Round> rounds) throws IOException {
        String table = System.getProperty("crash.table", "");
        if (!table.isEmpty()) {
            Files.writeString(Path.of(table), CrashTable.of(rounds));
        }
    }

    private void play(RandomGenerator random, long seed, List<Round> rounds) throws IOException, InterruptedException {
        int left = Math.min(ROUNDS_OF_A_SEED, ROUNDS - rounds.size());
        Path place = Files.createDirectory(directory.resolve("seed-" + seed));
        try (var driver = new CrashDriver(place, random, seed)) {
            driver.start();
            for (int i = 0; i < left; i++) {
                rounds.add(driver.play(seed == 1 && i < FIRST.size() ? FIRST.get(i) : driver.draw()));
                System.out.println(rounds.getLast());
            }
        }
    }
}
