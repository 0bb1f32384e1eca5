package com.penguinmails.mta.schedule;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Hands what is told of warm-ups over to the thread that owns the queue. Thread-safe. */
final class WarmUpProxy implements WarmUpDesk {
    private final WarmUpOrders orders;
    private final CommandQueue commands;

    WarmUpProxy(WarmUpOrders orders, CommandQueue commands) {
        this.orders = orders;
        this.commands = commands;
    }

    @Override
    public CompletionStage<List<WarmUpReport>> warmUps() {
        return commands.ask(answer -> answer.complete(orders.reports()));
    }

    @Override
    public CompletionStage<WarmUpReport> complain(Complaints complaints) {
        return commands.ask(answer -> orders.complain(complaints, answer));
    }

    @Override
    public CompletionStage<WarmUpReport> set(Order order) {
        return commands.ask(answer -> orders.set(order, answer));
    }
}
