package com.penguinmails.system.simulation;

import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.schedule.CommandKind;
import com.penguinmails.mta.schedule.CommandRefusedException;
import com.penguinmails.mta.schedule.OperatorCommand;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.time.IdGenerator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who gives commands, repeats them because they were not answered, and ends them. For one thread. */
final class Operators {
    private static final CommandKind[] KINDS = {CommandKind.SUSPEND, CommandKind.SUSPEND, CommandKind.SUSPEND,
            CommandKind.RESUME, CommandKind.RESUME, CommandKind.FLUSH, CommandKind.FLUSH, CommandKind.REROUTE,
            CommandKind.REROUTE, CommandKind.BOUNCE, CommandKind.CANCEL, CommandKind.PRIORITY};
    private static final int LONGEST_MILLIS = 900_000;

    private final World world;
    private final Laws laws;
    private final Orders orders;
    private final IdGenerator ids;
    private int given;

    Operators(World world, Laws laws, IdGenerator ids) {
        this.world = world;
        this.laws = laws;
        this.orders = laws.orders();
        this.ids = ids;
    }

    /** Gives, repeats or ends a command. */
    void act(Node node, Rules rules) {
        List<Order> known = orders.all();
        int what = world.random().nextInt(100);
        if (what < 75 || known.isEmpty()) {
            var _ = issue(node, command(KINDS[world.random().nextInt(KINDS.length)], rules));
        } else if (what < 85) {
            repeat(node, known.get(world.random().nextInt(known.size())));
        } else {
            end(node, known.get(world.random().nextInt(known.size())));
        }
    }

    /** In a healed world whoever has stopped mail lets it go. */
    void release(Node node) {
        for (Order order : orders.all()) {
            if (order.isStanding() && !order.over && order.told && !order.endAsked) {
                end(node, order);
                node.askCommit();
            }
        }
    }

    /** Ends all that is ordered, also what somebody had asked to end before a crash. */
    void endAll(Node node) {
        orders.all().stream().filter(Order::isStanding).forEach(order -> end(node, order));
    }

    /** Whether nothing is ordered any more; what is ended is written down meanwhile. */
    boolean isNothingOrdered(Node node) {
        node.askCommit();
        return orders.all().stream().noneMatch(order -> order.isStanding() && order.told && !order.over);
    }

    private OperatorCommand command(CommandKind kind, Rules rules) {
        boolean ends = kind == CommandKind.BOUNCE || kind == CommandKind.CANCEL;
        boolean mayNameSource = kind != CommandKind.REROUTE && kind != CommandKind.PRIORITY;
        MailSelector selector = kind == CommandKind.RESUME && world.chance(700)
                ? suspended()
                : Selectors.any(world, !ends, mayNameSource);
        boolean limited = kind.isStanding() && world.chance(600);
        long until = limited
                ? world.millis() + world.random().nextInt(1, LONGEST_MILLIS)
                : StandingOrder.UNTIL_TAKEN_BACK;
        String pool = kind == CommandKind.REROUTE ? rules.pools().any(world) : null;
        PriorityClass priority = kind == CommandKind.PRIORITY ? priority() : null;
        return new OperatorCommand(ids.nextCommandId(), kind, selector, world.millis(),
                new OperatorCommand.Terms(until, pool, priority), new OperatorCommand.Author("ada", "seen to"),
                world.chance(500) ? "key" + ++given : "");
    }

    /** Stops all mail until it is let go again ({@link #end}). */
    Order stopAll(Node node) {
        return issue(node, command(CommandKind.SUSPEND, MailSelector.all(), null));
    }

    /** Gives all mail of a tenant another class. */
    void prefer(Node node, String tenant, PriorityClass priority) {
        var _ = issue(node,
                command(CommandKind.PRIORITY, new MailSelector(tenant, null, null, null, null, null, null), priority));
    }

    private OperatorCommand command(CommandKind kind, MailSelector selector, @Nullable PriorityClass priority) {
        return new OperatorCommand(ids.nextCommandId(), kind, selector, world.millis(),
                new OperatorCommand.Terms(StandingOrder.UNTIL_TAKEN_BACK, null, priority),
                new OperatorCommand.Author("ada", "a contest"), "");
    }

    private PriorityClass priority() {
        return world.chance(500) ? PriorityClass.BULK : PriorityClass.TRANSACTIONAL;
    }

    private MailSelector suspended() {
        List<Order> suspensions = orders.all().stream().filter(order -> order.kind() == CommandKind.SUSPEND)
                .toList();
        return suspensions.isEmpty()
                ? MailSelector.all()
                : suspensions.get(world.random().nextInt(suspensions.size())).selector();
    }

    private Order issue(Node node, OperatorCommand command) {
        var order = new Order(command, laws.lastAcceptance());
        orders.offered(order);
        world.say("command", command.id(), command.words(), command.terms().untilMillis());
        if (command.kind() == CommandKind.RESUME) {
            orders.endAsked(order);
        }
        answered(node, node.queue().commandDesk().issue(command), issued -> {
            world.say("commanded", command.id(), issued.report().matched());
            laws.require(!issued.repeated() && issued.report().command().equals(command), "a new command is new",
                    order);
            orders.told(order);
        }, () -> orders.refused(order));
        node.askCommit();
        return order;
    }

    /** The operator who is not sure whether a command was heard gives it again. */
    private void repeat(Node node, Order order) {
        OperatorCommand first = order.command;
        if (first.idempotencyKey().isEmpty() || !order.told) {
            return;
        }
        var again = new OperatorCommand(ids.nextCommandId(), first.kind(), first.selector(), first.issuedMillis(),
                first.terms(), first.author(), first.idempotencyKey());
        answered(node, node.queue().commandDesk().issue(again),
                issued -> laws.require(issued.repeated() && issued.report().command().equals(first),
                        "a repetition is recognised", order),
                () -> laws.require(false, "a repetition is recognised", order));
    }

    /** Ends a command. */
    void end(Node node, Order order) {
        if (order.over || !order.told) {
            return;
        }
        world.say("end", order.command.id());
        order.endAsked = true;
        answered(node, node.queue().commandDesk().end(order.command.id(), new OperatorCommand.Author("bob", "is over")),
                report -> {
                    laws.require(report.isPresent(), "every command is known", order);
                    order.released = true;
                }, () -> {});
    }

    private <T> void answered(Node node, CompletionStage<T> answer, Consumer<T> told,
            Runnable refused) {
        Object _ = answer.whenComplete((value, failure) -> {
            if (!node.isDead()) {
                laws.inAnswer(() -> {
                    if (failure == null) {
                        told.accept(value);
                    } else {
                        laws.require(failure instanceof CommandRefusedException, "a command is taken or refused",
                                failure);
                        refused.run();
                    }
                });
            }
        });
    }

    /** Holds what the node knows of all commands to what the world knows. */
    void check(Node node) {
        var answer = node.queue().commandDesk().commands(10_000).toCompletableFuture();
        node.answer();
        orders.check(Objects.requireNonNull(answer.getNow(null), "the queue answers"));
    }
}
