package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.shape.AutomationTrigger;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.shape.Suspension;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What other threads hold of the {@link QueueAgent}: every method only hands over. Thread-safe. */
public final class QueueProxy implements MailQueue {
    private static final int MAX_SNAPSHOT = 10_000;

    private final QueueAgent agent;
    private final CommandQueue commands;
    private final AtomicInteger held;

    QueueProxy(QueueAgent agent, CommandQueue commands, AtomicInteger held) {
        this.agent = agent;
        this.commands = commands;
        this.held = held;
    }

    @Override
    public Optional<String> refusal(int recipients) {
        return agent.intake().refusal(recipients);
    }

    @Override
    public int room(int wanted) {
        return agent.intake().room(wanted);
    }

    /** Why new mail is refused for now, each reason by itself; empty when it is taken. */
    public List<String> refusals() {
        return agent.intake().refusals(1);
    }

    /** The bound on queued recipients. */
    public IntakeMark recipientsMark() {
        return agent.intake().recipients();
    }

    /** The bound on the memory that they take. */
    public IntakeMark memoryMark() {
        return agent.intake().memory();
    }

    /** Whether new mail is refused because that of an earlier start is not back. */
    public boolean refusesWhileRestoring() {
        return agent.intake().isRestoring();
    }

    /** Octets outside the heap that the queue has taken, room that is free to be used again included. */
    public long memoryBytes() {
        return agent.bytes();
    }

    /** How much of what an earlier start left is back in the queue, in percent; 100 when all of it is. */
    public int restoredPercent() {
        return agent.restoring().percent();
    }

    /** So many recipients of an earlier start will come by {@link #restore}; before anything else, by the thread that starts the node. */
    public void beginRestore(int recipients) {
        agent.restoring().begin(recipients);
        held.addAndGet(recipients);
    }

    /** Takes in acceptances of an earlier start; {@code taken} is run when they are in the queue. */
    public void restore(List<RestoredMail> mails, Runnable taken) {
        commands.add(() -> {
            try {
                mails.forEach(agent::restore);
            } finally {
                taken.run();
            }
        });
    }

    /** How far it is, in percent. */
    public void restorePassed(int percent) {
        agent.restoring().passed(percent);
    }

    /** The rest cannot be read. */
    public void restoreFailed(String reason) {
        agent.restoring().fail(reason);
    }

    /** All of it has been handed over. */
    public void endRestore() {
        commands.add(agent.restoring()::end);
    }

    /** What takes the commands of operators. */
    public CommandDesk commandDesk() {
        return agent.commandDesk();
    }

    /** What shows warm-ups. */
    public WarmUpDesk warmUpDesk() {
        return agent.warmUpDesk();
    }

    /** Recipients that are queued or in flight. */
    public int queuedRecipients() {
        return held.get();
    }

    @Override
    public CompletionStage<Integer> cancel(long acceptance) {
        return askOfAll(() -> agent.cancellations().cancel(acceptance, Cancellations.ALL));
    }

    @Override
    public CompletionStage<Integer> cancel(long acceptance, int index) {
        return askOfAll(() -> agent.cancellations().cancel(acceptance, index));
    }

    @Override
    public CompletionStage<Integer> cancelJob(JobId job) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        var _ = askOfAll(() -> {
            agent.cancellations().cancelJob(job, result);
            return true;
        }).exceptionally(result::completeExceptionally);
        return result;
    }

    @Override
    public CompletionStage<List<QueueSummary>> queues(int limit) {
        return ask(() -> agent.views().snapshots.queues(Math.clamp(limit, 1, MAX_SNAPSHOT)));
    }

    @Override
    public CompletionStage<List<PathSummary>> paths(int limit) {
        return ask(() -> agent.views().snapshots.paths(Math.clamp(limit, 1, MAX_SNAPSHOT)));
    }

    @Override
    public CompletionStage<List<RecipientState>> states(long acceptance) {
        return askOfAll(() -> agent.views().explainer.explain(acceptance).stream()
                .map(RecipientExplanation::recipient).toList());
    }

    @Override
    public CompletionStage<List<RecipientExplanation>> explain(long acceptance) {
        return askOfAll(() -> agent.views().explainer.explain(acceptance));
    }

    @Override
    public CompletionStage<SlownessReport> slowness(MailSelector selector) {
        return ask(() -> agent.views().slowness.of(selector));
    }

    @Override
    public CompletionStage<Optional<PathExplanation>> path(String site, String source) {
        MailSelector selector = new MailSelector(null, null, null, null, site, null, source);
        return ask(() -> {
            QueueViews views = agent.views();
            return views.snapshots.path(site, source).map(path -> new PathExplanation(path,
                    views.snapshots.blockers(site, source), views.slowness.of(selector)));
        });
    }

    @Override
    public CompletionStage<QueueOverview> overview() {
        return ask(() -> agent.views().overviews.now());
    }

    @Override
    public CompletionStage<List<QueuedAcceptance>> rowsOf(MessageId id) {
        return askOfAll(() -> agent.finder().rowsOf(id));
    }

    @Override
    public CompletionStage<List<QueuedAcceptance>> acceptedBefore(long number) {
        return askOfAll(() -> agent.finder().acceptedBefore(number)).thenCompose(found -> found);
    }

    /** Holds other limits from now on, all at once; completes when they hold. */
    public CompletionStage<Boolean> reload(ShapingConfig shaping) {
        return ask(() -> {
            agent.reload(shaping);
            return true;
        });
    }

    /** What is suspended, rerouted or of another priority by order, in the order in which it was given. */
    public CompletionStage<List<StandingOrder>> orders() {
        return ask(() -> agent.orders().all());
    }

    /** Gives an order, in effect at once; completes when it will be after a restart too. */
    public CompletionStage<Boolean> give(StandingOrder order) {
        return onDisk(done -> {
            agent.orders().give(order, done);
            return true;
        });
    }

    /** Suspends mail; completes when it will be suspended after a restart too. */
    public CompletionStage<Boolean> suspend(Suspension suspension) {
        return give(suspension);
    }

    /** Ends a suspension; completes, when that is on disk, with whether there was one of that name. */
    public CompletionStage<Boolean> resume(String id) {
        return takeBack(StandingOrderCodec.SUSPENSION + id);
    }

    /** Takes an order back; completes, when that is on disk, with whether it was in force. */
    public CompletionStage<Boolean> takeBack(StandingOrder order) {
        return takeBack(StandingOrderCodec.key(order));
    }

    private CompletionStage<Boolean> takeBack(String key) {
        return onDisk(done -> agent.orders().takeBack(key, done));
    }

    private CompletionStage<Boolean> onDisk(Predicate<Runnable> change) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        commands.add(() -> {
            try {
                if (!change.test(() -> answer.complete(true))) {
                    answer.complete(false);
                }
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    @Override
    public CompletionStage<List<AutomationTrigger>> automations(int limit) {
        return ask(() -> agent.automations().inForce().stream().limit(limit).toList());
    }

    /** Takes in what was accepted and committed. */
    public void accepted(long acceptance, SpoolRef place, QueuedMail mail) {
        held.addAndGet(mail.recipientCount());
        commands.add(() -> agent.accept(acceptance, place, mail));
    }

    /** The acceptance lies elsewhere now. */
    public void relocated(long acceptance, SpoolRef to) {
        commands.add(() -> agent.relocate(acceptance, to));
    }

    /** Asks when all mail of earlier starts is back in the queue, so that the answer holds for all of it. */
    private <T> CompletionStage<T> askOfAll(Supplier<T> question) {
        return agent.restoring().isDone()
                ? ask(question)
                : agent.restoring().whenDone().thenCompose(_ -> ask(question));
    }

    private <T> CompletionStage<T> ask(Supplier<T> question) {
        return commands.ask(answer -> answer.complete(question.get()));
    }
}
