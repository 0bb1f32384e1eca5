package com.penguinmails.mta.accept;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.schedule.MailQueue;
import com.penguinmails.mta.schedule.PathExplanation;
import com.penguinmails.mta.schedule.QueueOverview;
import com.penguinmails.mta.schedule.QueuedAcceptance;
import com.penguinmails.mta.schedule.RecipientExplanation;
import com.penguinmails.mta.schedule.SlownessReport;
import com.penguinmails.mta.shape.AutomationTrigger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A queue that has room for so many and is asked nothing else. */
public final class RoomyQueue implements MailQueue {
    private volatile int room;

    public RoomyQueue(int room) {
        this.room = room;
    }

    public void setRoom(int room) {
        this.room = room;
    }

    @Override
    public Optional<String> refusal(int recipients) {
        return recipients <= room ? Optional.empty() : Optional.of("the queue is full");
    }

    @Override
    public int room(int wanted) {
        return Math.min(wanted, room);
    }

    @Override
    public CompletionStage<Integer> cancel(long acceptance) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Integer> cancel(long acceptance, int index) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Integer> cancelJob(JobId job) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<QueueSummary>> queues(int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<AutomationTrigger>> automations(int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<PathSummary>> paths(int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<RecipientState>> states(long acceptance) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<RecipientExplanation>> explain(long acceptance) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<SlownessReport> slowness(MailSelector selector) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Optional<PathExplanation>> path(String site, String source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<QueueOverview> overview() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<QueuedAcceptance>> rowsOf(MessageId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<QueuedAcceptance>> acceptedBefore(long number) {
        throw new UnsupportedOperationException();
    }
}
