package com.penguinmails.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.penguinmails.mta.spool.PowerCut;
import com.penguinmails.system.fixture.Load;
import com.penguinmails.system.fixture.NodeProcess;
import com.penguinmails.system.fixture.SmallDisk;
import com.penguinmails.testkit.smtp.DeliveryCounts;
import com.penguinmails.testkit.smtp.ExactDeliveryCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A node in a process of its own over one directory, round after round. A round: load begins; its faults come, a crash of the node
 * last; all is made well; the load ends; everything that was accepted comes to its end; the books are compared. For one thread.
 */
final class CrashDriver implements AutoCloseable {
    private static final int DISK_MEBIBYTES = 160;
    private static final int CLIENTS = 4;
    private static final int MESSAGES_IN_FLIGHT = 4;
    private static final int LONGEST_PAUSE_MILLIS = 300;
    private static final int DAY_SECONDS = 86_400;
    private static final Duration BEFORE = Duration.ofSeconds(5);
    private static final Duration DURING = Duration.ofMillis(800);
    /** A node that sleeps sees within a minute that its wall clock was set. */
    private static final Duration SETTLES = Duration.ofSeconds(90);
    private static final int PER_CONNECTION = MESSAGES_IN_FLIGHT * Load.RECIPIENTS_PER_MESSAGE;

    private final RandomGenerator random;
    private final long seed;
    private final ExactDeliveryCounts deliveries = DeliveryCounts.exact(1_000_000);
    private final CrashWorld world = new CrashWorld(deliveries);
    private final Path data;
    private final Optional<JumpingClock> clock;
    private final NodeProcess node;
    private final Ledger ledger = new Ledger();
    private final Set<String> acknowledged = new HashSet<>();
    private final @Nullable SmallDisk disk;
    private JsonNode balance = MissingNode.getInstance();
    private long repeats;
    private int broken;
    private int next;
    private int rounds;
    private boolean started;

    CrashDriver(Path directory, RandomGenerator random, long seed)
            throws IOException, InterruptedException {
        this.random = random;
        this.seed = seed;
        data = directory.resolve("data");
        disk = SmallDisk.isAllowed(data) ? SmallDisk.mount(data, DISK_MEBIBYTES) : null;
        clock = JumpingClock.in(directory);
        world.writeConfig(directory, MESSAGES_IN_FLIGHT);
        node = new NodeProcess(directory, List.of(), clock.map(JumpingClock::environment).orElse(Map.of()));
    }

    /** Starts the node; only then can rounds be played. */
    void start() throws IOException, InterruptedException {
        started = true;
        node.start();
    }

    /** The faults that this machine allows. */
    Set<Fault> possible() {
        Set<Fault> faults = EnumSet.allOf(Fault.class);
        if (disk == null) {
            faults.remove(Fault.DISK_FULL);
        }
        if (clock.isEmpty()) {
            faults.remove(Fault.CLOCK_JUMPS);
        }
        return faults;
    }

    /** One fault, and in two of five rounds a second one. */
    Set<Fault> draw() {
        List<Fault> from = new ArrayList<>(possible());
        Set<Fault> drawn = EnumSet.of(from.get(random.nextInt(from.size())));
        if (random.nextInt(5) < 2) {
            drawn.add(from.get(random.nextInt(from.size())));
        }
        return drawn;
    }

    /** Plays a round; what does not hold is named with the seed, the round and its faults. */
    Round play(Set<Fault> faults) throws InterruptedException {
        rounds++;
        try {
            return playOrFail(faults);
        } catch (IOException | RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "round %d of seed %d, with %s: %s".formatted(rounds, seed, faults, e.getMessage()), e);
        }
    }

    private Round playOrFail(Set<Fault> faults) throws IOException, InterruptedException {
        long bound = 0;
        long held;
        try (Load load = Load.start(CLIENTS, Duration.ofMillis(2), next)) {
            load.submitTo(node);
            var _ = load.awaitMore(30 + random.nextInt(120), BEFORE);
            for (Fault fault : faults) {
                begin(fault);
            }
            var _ = load.awaitMore(random.nextInt(100), DURING);
            Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            for (Fault fault : faults) {
                if (fault.isCrashOfNode()) {
                    bound += crash(fault, load);
                    load.submitTo(node);
                    var _ = load.awaitMore(20, BEFORE);
                }
            }
            heal(faults);
            load.end();
            next = load.next();
            acknowledged.addAll(load.acknowledged());
            held = node.balance().path("queued").asLong();
            JsonNode now = node.awaitSettled(SETTLES);
            return checked(faults, load, now, held, bound);
        }
    }

    private void begin(Fault fault) throws IOException, InterruptedException {
        switch (fault) {
            case RECEIVER_KILLED -> world.killReceivers();
            case DNS_KILLED -> world.killDns();
            case DISK_FULL -> disk().fill();
            case CLOCK_JUMPS -> {
                clock.orElseThrow().jumpBy(random.nextBoolean() ? DAY_SECONDS : -DAY_SECONDS);
                Thread.sleep(JumpingClock.SEEN_AFTER_MILLIS);
            }
            case NODE_KILLED, POWER_CUT -> {
                // A crash of the node comes when the others have begun.
            }
            default -> world.addRules(fault.rules(random.nextLong()));
        }
    }

    private SmallDisk disk() {
        if (disk == null) {
            throw new IllegalStateException("there is no disk to fill");
        }
        return disk;
    }

    /** How many recipients may get their mail twice for it; the node is up again afterwards. */
    private long crash(Fault fault, Load load) throws IOException, InterruptedException {
        boolean power = fault == Fault.POWER_CUT;
        if (power) {
            ledger.readFrom(node);
            var _ = load.awaitMore(1 + random.nextInt(30), DURING);
        }
        Set<String> told = new HashSet<>(load.acknowledged());
        long open = world.openConnections();
        long before = world.connections();
        kill();
        long bound = (open + world.connections() - before) * PER_CONNECTION;
        if (power) {
            told.addAll(load.acknowledged());
            told.addAll(acknowledged);
            bound += new PowerCut(data, told, ledger.recipients()).damage(random, ledger.cursor());
        }
        node.start();
        return bound;
    }

    private void kill() throws IOException, InterruptedException {
        long pid = node.pid();
        node.kill();
        if (clock.isPresent()) {
            clock.get().forget(pid);
        }
    }

    private void heal(Set<Fault> faults) throws IOException, InterruptedException {
        world.behave();
        if (faults.contains(Fault.RECEIVER_KILLED)) {
            world.startReceivers();
        }
        if (faults.contains(Fault.DNS_KILLED)) {
            world.startDns();
        }
        if (faults.contains(Fault.DISK_FULL)) {
            disk().free();
        }
        if (faults.contains(Fault.CLOCK_JUMPS)) {
            clock.orElseThrow().jumpBy(0);
            Thread.sleep(JumpingClock.SEEN_AFTER_MILLIS);
        }
    }

    private Round checked(Set<Fault> faults, Load load, JsonNode now, long held, long boundOfCrash)
            throws IOException, InterruptedException {
        assertThat(now.path("queued").asLong()).as("still queued, in %s", now).isZero();
        ledger.readFrom(node);
        long bound = boundOfCrash + (long) (ledger.brokenTransactions() - broken) * PER_CONNECTION;
        broken = ledger.brokenTransactions();
        for (String recipient : load.acknowledged()) {
            assertThat(ledger.of(recipient)).as("outcome of %s", recipient).isNotEmpty();
        }
        assertThat(now.path("accepted").asLong()).as("accepted, in %s", now).isEqualTo(ledger.recipients().size());
        for (String outcome : List.of("delivered", "bounced", "expired", "cancelled")) {
            assertThat(now.path(outcome).asLong()).as("%s, in %s", outcome, now).isEqualTo(ledger.count(
                    outcome.equals("cancelled") ? "canceled" : outcome));
        }
        long wrong = repeats(now);
        Round round = new Round(seed, rounds, faults, grown(now, "accepted"), held, grown(now, "delivered"),
                grown(now, "bounced"), grown(now, "expired"), grown(now, "cancelled"), wrong - repeats, bound);
        assertThat(round.repeats()).as("sent again, in %s", round).isLessThanOrEqualTo(bound);
        balance = now;
        repeats = wrong;
        return round;
    }

    private long grown(JsonNode now, String what) {
        return now.path(what).asLong() - balance.path(what).asLong();
    }

    /** Against what the receivers have counted: each that was delivered arrived, and nothing arrived that was not accepted. */
    private long repeats(JsonNode now) {
        long otherwise = 0;
        for (String recipient : deliveries.snapshot().keySet()) {
            String outcome = ledger.of(recipient);
            assertThat(outcome).as("outcome of %s, which arrived", recipient).isNotEmpty();
            otherwise += outcome.equals("delivered") ? 0 : 1;
        }
        assertThat(deliveries.distinct() - otherwise).as("delivered by the receivers' count, in %s", now)
                .isEqualTo(now.path("delivered").asLong());
        return otherwise + deliveries.duplicates();
    }

    @Override
    public void close() throws IOException {
        try (SmallDisk _ = disk; CrashWorld _ = world; NodeProcess _ = node) {
            if (started) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
