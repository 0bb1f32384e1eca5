package com.penguinmails.system.simulation;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.schedule.CommandKind;
import com.penguinmails.mta.schedule.CommandReport;
import com.penguinmails.mta.shape.StandingOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The laws of commands. A command that was acknowledged survives; while it is in force it holds for every attempt that begins; what
 * was cancelled or bounced is never sent after; each command is written down once when it is given and once when it is over, and
 * is over for a reason. For one thread.
 */
final class Orders {
    private static final long JUST_NOW_NANOS = 60_000_000_000L;

    private final World world;
    private final Laws laws;
    private final Map<CommandId, Order> orders = new LinkedHashMap<>();
    private boolean wentBack;
    private int offered;

    Orders(World world, Laws laws) {
        this.world = world;
        this.laws = laws;
    }

    List<Order> all() {
        return List.copyOf(orders.values());
    }

    // What operators do, and what they are told.

    void offered(Order order) {
        order.doubtful = wentBack && order.kind() == CommandKind.SUSPEND
                && mayHaveResumed(order.selector());
        order.number = ++offered;
        orders.put(order.command.id(), order);
    }

    /** It could not be given. */
    void refused(Order order) {
        laws.require(!order.onDisk, "a command that is refused leaves nothing", order);
        orders.remove(order.command.id());
    }

    void told(Order order) {
        laws.require(order.onDisk, "a command is on disk before it is acknowledged", order);
        order.told = true;
        if (order.kind() == CommandKind.RESUME) {
            endedBy(order).forEach(ended -> ended.released = true);
        }
    }

    /** What a resume ends: suspensions that say the same in every part that it gives. */
    List<Order> endedBy(Order resume) {
        return orders.values().stream().filter(order -> order.kind() == CommandKind.SUSPEND && !order.over)
                .filter(order -> order.told && order.number < resume.number
                        && order.command.issuedMillis() <= resume.command.issuedMillis())
                .filter(order -> covers(resume, order)).toList();
    }

    /** Somebody asks for an end that a resume may bring about. */
    void endAsked(Order resume) {
        orders.values().stream().filter(order -> order.kind() == CommandKind.SUSPEND && covers(resume, order))
                .forEach(order -> order.endAsked = true);
        laws.triggers().resumeAsked(resume.selector());
    }

    /** Whether somebody may have let that mail go a moment ago, or may do so yet. */
    boolean mayHaveResumed(MailSelector suspended) {
        return orders.values().stream()
                .anyMatch(order -> order.kind() == CommandKind.RESUME && covers(order.selector(), suspended)
                        && (!order.over || order.overNanos + JUST_NOW_NANOS >= world.nanoTime()));
    }

    private static boolean covers(Order resume, Order suspension) {
        return covers(resume.selector(), suspension.selector());
    }

    static boolean covers(MailSelector wanted, MailSelector given) {
        return covers(wanted.tenant(), given.tenant()) && covers(wanted.campaign(), given.campaign())
                && covers(wanted.senderDomain(), given.senderDomain()) && covers(wanted.domain(), given.domain())
                && covers(wanted.site(), given.site()) && covers(wanted.provider(), given.provider())
                && covers(wanted.source(), given.source());
    }

    private static boolean covers(@Nullable String wanted, @Nullable String given) {
        return wanted == null || wanted.equals(given);
    }

    void jumped(long millis) {
        wentBack |= millis < 0;
        long before = world.millis() - millis;
        for (Order order : orders.values()) {
            order.jumped = true;
            order.ended |= order.untilMillis() <= before;
        }
    }

    // What events tell.

    void published(DeliveryEvent event) {
        var id = new CommandId(event.messageId().high(), event.messageId().low());
        Order order = Objects.requireNonNull(orders.get(id), "a command that nobody gave");
        if (event.type() == EventType.COMMAND_ISSUED) {
            laws.require(!order.onDisk, "a command is written down once", order);
            order.onDisk = true;
            return;
        }
        laws.require(order.onDisk && !order.over, "a command is over once", order);
        order.over = true;
        order.overNanos = world.nanoTime();
        boolean timeIsOver = world.millis() >= order.untilMillis() || wentBack;
        laws.require(!order.isStanding() || order.endAsked || timeIsOver, "a command holds until it ends", order);
    }

    // What holds at each attempt.

    void begins(Fate fate, Place place) {
        for (Order order : orders.values()) {
            if (order.kind() == CommandKind.SUSPEND) {
                boolean held = order.force(world.millis()) == Order.Force.YES
                        && Selectors.isOf(order.selector(), fate, place);
                laws.require(!held, "a suspension holds", fate, place, order);
            } else if (order.kind() == CommandKind.CANCEL || order.kind() == CommandKind.BOUNCE) {
                boolean given = order.told && !order.endAsked && Selectors.isOfMailAlone(order.selector());
                laws.require(!given || !order.mayConcern(fate), "what was taken back is not sent", fate, order);
            }
        }
    }

    /** Whether it may be tried before its time because an operator asked for it. */
    boolean mayBeFlushed(Fate fate) {
        return orders.values().stream()
                .anyMatch(order -> order.kind() == CommandKind.FLUSH && order.mayConcern(fate)
                        && (!order.over || order.overNanos >= fate.deferredNanos));
    }

    /** Whether it may leave through another pool than the rules give it. */
    boolean mayBeRerouted(Fate fate) {
        return mayHold(CommandKind.REROUTE, fate).findAny().isPresent();
    }

    /** Whether it may be stopped from that source. */
    boolean mayBeStopped(Fate fate, String source) {
        return mayHold(CommandKind.SUSPEND, fate).anyMatch(order -> order.selector().matchesSource(source));
    }

    private Stream<Order> mayHold(CommandKind kind, Fate fate) {
        return orders.values().stream().filter(order -> order.kind() == kind
                && order.force(world.millis()) != Order.Force.NO && Selectors.isOf(order.selector(), fate));
    }

    /** Whether an operator may have taken it back in this way. */
    boolean mayHaveEnded(Fate fate, CommandKind kind) {
        return orders.values().stream().anyMatch(order -> order.kind() == kind && order.mayConcern(fate));
    }

    /** The pool that mail leaves through from here; empty where an order of it is on its way. */
    String pool(Fate fate, Place place, Pools pools) {
        Order last = last(CommandKind.REROUTE, fate, place);
        if (last != null && last.force(world.millis()) != Order.Force.YES) {
            return "";
        }
        String ordered = last == null ? "" : Objects.requireNonNull(last.command.terms().pool());
        return last != null && pools.has(ordered) ? ordered : pools.of(fate, place);
    }

    /** The last of some kind that holds, or may hold, for mail on this path; null if there is none. */
    private @Nullable Order last(CommandKind kind, Fate fate, Place place) {
        Order last = null;
        for (Order order : orders.values()) {
            boolean applies = order.kind() == kind && order.force(world.millis()) != Order.Force.NO
                    && Selectors.isOf(order.selector(), fate, place);
            if (applies && (last == null || order.command.issuedMillis() >= last.command.issuedMillis())) {
                last = order;
            }
        }
        return last;
    }

    // What holds when all is still, and after a restart.

    /** Whether some suspension that may be in force holds the recipient until that time; 0: until it is resumed. */
    boolean mayBeHeld(Fate fate, long untilMillis) {
        long end = untilMillis == 0 ? StandingOrder.UNTIL_TAKEN_BACK : untilMillis;
        return orders.values().stream().anyMatch(order -> order.kind() == CommandKind.SUSPEND
                && order.untilMillis() == end && order.force(world.millis()) != Order.Force.NO
                && Selectors.isOf(order.selector(), fate));
    }

    /** What the journal has shown is known; what it has not shown is lost with the node that had not acknowledged it. */
    void recovered() {
        for (Order order : all()) {
            laws.require(!order.told || order.onDisk, "a command that was acknowledged survives", order);
            if (order.onDisk) {
                order.told = true;
            } else {
                orders.remove(order.command.id());
            }
        }
    }

    /** When nothing is on its way the node knows of each command what its readers know. */
    void check(List<CommandReport> reports) {
        Map<CommandId, CommandReport> known = new LinkedHashMap<>();
        reports.forEach(report -> known.put(report.command().id(), report));
        for (Order order : orders.values()) {
            CommandReport report = known.get(order.command.id());
            laws.require(report != null, "every command is known", order);
            boolean same = Objects.requireNonNull(report).command().equals(order.command)
                    && report.state().isOver() == order.over;
            laws.require(same, "a command is known as it was given, and how far it is", order, report);
        }
        laws.require(known.size() == orders.size(), "no command is made up", known.keySet());
        new ArrayList<>(orders.values()).stream().filter(Order::isDone).forEach(this::requireCarriedOut);
    }

    private void requireCarriedOut(Order walk) {
        boolean ends = walk.kind() == CommandKind.CANCEL || walk.kind() == CommandKind.BOUNCE;
        if (!ends || !Selectors.isOfMailAlone(walk.selector())) {
            return;
        }
        for (Mail mail : laws.mails()) {
            for (Fate fate : mail.fates) {
                laws.require(!fate.isOpen() || !walk.mayConcern(fate), "what was taken back has its end", fate, walk);
            }
        }
    }
}
