package com.penguinmails.mta.schedule;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

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
        return ask(answer -> answer.complete(orders.reports()));
    }

    @Override
    public CompletionStage<WarmUpReport> complain(Complaints complaints) {
        return ask(answer -> orders.complain(complaints, answer));
    }

    @Override
    public CompletionStage<WarmUpReport> set(Order order) {
        return ask(answer -> orders.set(order, answer));
    }

    private <T> CompletionStage<T> ask(Consumer<CompletableFuture<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        commands.add(() -> {
            try {
                question.accept(answer);
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }
}
