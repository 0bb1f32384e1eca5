package com.penguinmails.system.simulation;

import com.penguinmails.mta.connect.LocalEndpoint;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.spool.MemoryDisk;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One seed: a busy time in which everything that can go wrong does, then a healed world in which every recipient must come to its
 * end. A step is one thing that happens and all that the node does about it; after each the laws are looked at. For one thread.
 */
final class Simulation {
    private static final int BUSY_STEPS = 700;
    private static final int MOST_HEALED_STEPS = 60_000;
    private static final int MOST_IDLE_WAKES = 100;
    private static final long SECOND = 1_000_000_000;
    private static final int CONTEST_EVERY = 4;
    /** In so many seeds two have sources that are warmed up, lost or blocked. */
    private static final int SOURCES_EVERY = 5;
    /** In so many seeds one has automation rules. */
    private static final int REPLIES_EVERY = 3;
    private static final long DAY = 86_400_000;

    private final long seed;
    private final World world;
    private final Caps caps;
    private final ReplyRules replies;
    private final Laws laws;
    private final Stillness stillness;
    private final Network network;
    private final Disk faults;
    private final SimulatedEvents events;
    private final Clients clients;
    private final JobClient jobs;
    private final Operators operators;
    private MemoryDisk disk;
    private List<LocalEndpoint> sources;
    private Rules rules;
    private Node node;
    private int steps;
    private int still;
    private int linesSeen;
    private int idleWakes;
    private int commandsSeenIn;

    Simulation(long seed) {
        this.seed = seed;
        world = new World(seed);
        boolean withSources = seed % SOURCES_EVERY < 2;
        caps = withSources ? new Caps(world) : new Caps();
        replies = seed % REPLIES_EVERY == 0 ? new ReplyRules(world) : new ReplyRules();
        sources = sources();
        rules = drawRules();
        laws = new Laws(world, rules);
        stillness = new Stillness(world, laws);
        network = new Network(world, laws, withSources);
        faults = new Disk(world, laws);
        events = new SimulatedEvents(world, laws);
        clients = new Clients(world, laws);
        jobs = new JobClient(world, laws, clients);
        operators = new Operators(world, laws, clients.ids());
        disk = new MemoryDisk(faults);
        node = start();
    }

    /**
     * Plays it to its end.
     *
     * @throws AssertionError with the seed, the step, how to play it again and the last lines of the trace
     */
    Simulation play() {
        try {
            busyTime();
            healedTime();
            if (seed % CONTEST_EVERY == 0) {
                contest();
            }
            laws.wholeBooks(node);
            events.read();
            laws.readAll();
            return this;
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + ", step " + steps + " (alone: -Dsimulation.seed=" + seed + "): "
                    + e.getMessage() + world.trace().tail(), e);
        }
    }

    int steps() {
        return steps;
    }

    /** How often the law of waiting was looked at. */
    int still() {
        return still;
    }

    long traceHash() {
        return world.trace().hash();
    }

    private void busyTime() {
        int acts = world.random().nextInt(30, 150);
        while (steps < BUSY_STEPS) {
            if (world.chance(acts) && !node.isDead()) {
                act();
            } else {
                boolean _ = advance();
            }
            settle();
        }
    }

    private void healedTime() {
        faults.powerIsBack();
        world.heal();
        world.say("healed");
        int end = steps + MOST_HEALED_STEPS;
        while (laws.open() > 0 || node.isDead()) {
            if (steps >= end) {
                laws.require(false, "in a healed world all mail comes to its end", stillness.waiting(node));
            }
            if (!node.isDead()) {
                operators.release(node);
            }
            laws.require(advance(), "while mail is queued something is to happen", laws.open());
            settle();
        }
        while (node.connections() > 0) {
            laws.require(steps < end && advance(), "connections without work end", node.connections());
            settle();
        }
    }

    /** Tenants compete for one path, from the same instant on. */
    private void contest() {
        List<Contest.Party> parties = new ArrayList<>();
        for (int i = world.random().nextInt(2, 5); i > 0; i--) {
            boolean transactional = world.chance(300);
            parties.add(new Contest.Party("x" + i, world.random().nextInt(1, 6),
                    transactional ? PriorityClass.TRANSACTIONAL : PriorityClass.BULK, world.random().nextInt(20, 70)));
        }
        while (node.acceptor().refusalForNow(1).isPresent()) {
            // The disk was full until just now.
            world.later(SECOND, () -> {});
            laws.require(advance(), "a refusal ends");
            settle();
        }
        reload(new Rules(world, sources.getFirst().name(), parties));
        operators.endAll(node);
        settleUntil(() -> operators.isNothingOrdered(node));
        Order stop = operators.stopAll(node);
        settleUntil(() -> stop.told);
        for (Contest.Party party : parties) {
            boolean ordered = world.chance(300);
            if (ordered) {
                operators.prefer(node, party.tenant, party.priority);
            }
            PriorityClass accepted = ordered ? Contest.other(party.priority) : party.priority;
            jobs.submitWhole(node, disk, new Labels(party.tenant, "", ""), accepted, party.left());
        }
        settleUntil(() -> laws.open() == parties.stream().mapToInt(Contest.Party::left).sum());
        laws.attempts().compete(new Contest(laws, parties));
        operators.end(node, stop);
        settleUntil(() -> laws.open() == 0 && node.connections() == 0);
    }

    private void settleUntil(BooleanSupplier there) {
        int end = steps + MOST_HEALED_STEPS;
        while (!there.getAsBoolean()) {
            if (steps >= end || !advance()) {
                laws.require(false, "tenants who compete come to their end", stillness.waiting(node));
            }
            settle();
        }
    }

    private boolean advance() {
        return world.advance(node.nextDeadlineNanos());
    }

    private void settle() {
        steps++;
        if (node.isDead()) {
            return;
        }
        node.work();
        laws.step(node);
        if (world.isStill() && node.isStill() && !laws.isExcused()) {
            still++;
            stillness.check(node);
            requireProgress();
            checkCommands();
        }
    }

    /**
     * Nothing polls: waking again and again while nothing comes of it is that, however long the pauses. Each recipient may come due
     * once and be held by something else.
     */
    private void requireProgress() {
        boolean woken = world.trace().lines() == linesSeen && node.nextDeadlineNanos() != Long.MAX_VALUE;
        idleWakes = woken ? idleWakes + 1 : 0;
        linesSeen = world.trace().lines();
        if (idleWakes > MOST_IDLE_WAKES && idleWakes > MOST_IDLE_WAKES + node.books().queued()) {
            laws.require(false, "nothing polls", stillness.waiting(node));
        }
    }

    /** Once in each life of the node, and now and then. */
    private void checkCommands() {
        if (commandsSeenIn != laws.life() || still % 50 == 0) {
            commandsSeenIn = laws.life();
            operators.check(node);
        }
    }

    private void act() {
        int what = world.random().nextInt(110);
        if (what >= 100) {
            command();
        } else if (what < 45) {
            clients.submit(node, disk);
        } else if (what < 57) {
            jobs.submit(node, disk);
        } else if (what < 67) {
            network.change();
        } else if (what < 73) {
            reload();
        } else if (what < 79) {
            clients.cancel(node);
        } else if (what < 80) {
            jobs.cancel(node);
        } else if (what < 85) {
            faults.change();
        } else if (what < 88) {
            clients.repeat(node);
        } else if (what < 91) {
            events.read();
        } else if (what < 94) {
            jump();
        } else if (what < 97) {
            crash(false);
        } else if (!faults.isToLosePower()) {
            faults.cutPowerSoon(() -> crash(true));
        }
        node.askCommit();
    }

    /** A command, and now and then the node dies while it is on its way to the disk. */
    private void command() {
        operators.act(node, rules);
        if (world.chance(150)) {
            Node doomed = node;
            world.later(world.random().nextInt(10_000_000), () -> {
                if (!doomed.isDead()) {
                    crash(false);
                }
            });
        }
    }

    private Rules drawRules() {
        return new Rules(world, sources.stream().map(LocalEndpoint::name).toList(), caps, replies);
    }

    private void reload() {
        reload(drawRules());
    }

    private void reload(Rules next) {
        rules = next;
        world.say("reload", rules.toString());
        Object _ = node.queue().reload(rules.shaping()).thenRun(() -> laws.holdTo(next));
    }

    private void jump() {
        long millis = world.random().nextLong(-DAY, DAY);
        if (world.chance(500)) {
            millis /= 1000;
        }
        world.say("jump", millis);
        world.jump(millis);
        laws.jumped(millis);
    }

    /** The node dies: by itself, or with the power of the whole machine. */
    private void crash(boolean powerCut) {
        world.say("crash", powerCut);
        node.die();
        network.nodeDies();
        disk = powerCut ? disk.afterPowerCut(world.random()) : disk.afterKill();
        events.suffer(powerCut);
        events.rewind();
        laws.died();
        if (powerCut) {
            // The dying node is in the middle of a write: the next one starts when that is over.
            world.later(world.random().nextInt(1_000_000_000), this::restart);
        } else {
            restart();
        }
    }

    private void restart() {
        faults.powerIsBack();
        laws.excuse();
        world.say("start");
        node = start();
    }

    private Node start() {
        if (world.chance(400)) {
            sources = sources();
            rules = drawRules();
        } else {
            rules = rules.again();
        }
        laws.holdTo(rules);
        return new Node(world, laws, network, new Node.Storage(disk, events),
                new Node.Settings(rules, sources, laws.marks().most()));
    }

    private List<LocalEndpoint> sources() {
        List<LocalEndpoint> sources = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            if (sources.isEmpty() || world.chance(700)) {
                String name = "abc".substring(i, i + 1);
                sources.add(new LocalEndpoint(name, Inet4Address.ofLiteral("198.51.100." + (i + 1)),
                        null, name + ".node.example"));
            }
        }
        return sources;
    }
}
