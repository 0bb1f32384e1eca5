package com.penguinmails.mta.schedule;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What other threads ask of the thread that owns the queue, in the order in which each of them asked. {@link #add} and {@link #ask}
 * never block and may be called by any thread; all else belongs to the owner.
 */
final class CommandQueue {
    private final ManyToOneConcurrentLinkedQueue<Runnable> commands = new ManyToOneConcurrentLinkedQueue<>();
    private volatile @Nullable Thread parked;

    void add(Runnable command) {
        commands.add(command);
        Thread thread = parked;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Asks something of the owner, which answers when it can; what it throws is the answer's failure. Never blocks; any thread. */
    <T> CompletionStage<T> ask(Consumer<CompletableFuture<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        add(() -> {
            try {
                question.accept(answer);
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /** Runs at most so many commands; returns how many. */
    int run(int limit) {
        int ran = 0;
        while (ran < limit) {
            Runnable command = commands.poll();
            if (command == null) {
                break;
            }
            command.run();
            ran++;
        }
        return ran;
    }

    /** Sleeps until a command comes or the time is over. */
    void park(long nanos) {
        parked = Thread.currentThread();
        // A command that came before this line was not told of a sleeper: look again before sleeping.
        if (commands.isEmpty()) {
            LockSupport.parkNanos(this, nanos);
        }
        parked = null;
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }
}
