package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.shape.AutomationTrigger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What the outside may ask of the queue. Thread-safe: each call only hands over to the thread that owns the queue. */
public interface MailQueue {

    /** Why new recipients are refused for now, or empty when there is room for {@code recipients} more. */
    Optional<String> refusal(int recipients);

    /** How many of {@code wanted} more recipients there is room for now; 0 where {@link #refusal} of one says why. */
    int room(int wanted);

    /**
     * Cancels every recipient of the acceptance that is not yet sent.
     *
     * @return how many were cancelled; those in an open transaction are not
     */
    CompletionStage<Integer> cancel(long acceptance);

    /** Cancels one recipient of an acceptance if it is not yet sent. */
    CompletionStage<Integer> cancel(long acceptance, int index);

    /** Cancels every row of the job that is not yet sent. */
    CompletionStage<Integer> cancelJob(JobId job);

    /** The queues with the most recipients, at most {@code limit} (1 to 10,000). */
    CompletionStage<List<QueueSummary>> queues(int limit);

    /** The paths in use. */
    CompletionStage<List<PathSummary>> paths(int limit);

    /** What automation rules have triggered and is in force, the eldest first, at most {@code limit}. */
    CompletionStage<List<AutomationTrigger>> automations(int limit);

    /** Why each open recipient of the acceptance waits and until when; empty when none is open. */
    CompletionStage<List<RecipientState>> states(long acceptance);

    /** Everything that holds each open recipient of the acceptance, in order; empty when none is open. */
    CompletionStage<List<RecipientExplanation>> explain(long acceptance);

    /** Why the mail that matches goes as slowly as it does. */
    CompletionStage<SlownessReport> slowness(MailSelector selector);

    /** Why the path of a source to a site goes as slowly as it does; empty if it is not in use. */
    CompletionStage<Optional<PathExplanation>> path(String site, String source);

    /** The whole queue by provider and by source, and what is wrong with receivers. */
    CompletionStage<QueueOverview> overview();

    /** The queued acceptances of the job that may have a row of this id, in order; empty if no queued job may. */
    CompletionStage<List<QueuedAcceptance>> rowsOf(MessageId id);

    /** All queued acceptances with a number below, in order; empty where they are too many to be told. */
    CompletionStage<List<QueuedAcceptance>> acceptedBefore(long number);

    /**
     * One queue.
     *
     * @param state {@code ready}, {@code delayed} (our limit), {@code deferred} (the receiver), {@code resolving} or
     *     {@code scheduled}: that of its next recipient
     * @param oldestMillis when its oldest recipient was accepted
     * @param nextDueMillis when something will happen next; 0: now
     * @param lastDiagnostic the last failure's words, empty for none
     */
    record QueueSummary(String tenant, String campaign, String domain, String site, int queued, int inFlight,
            String state,
            String reason, long oldestMillis, long nextDueMillis, String lastDiagnostic) {}

    /** One path: egress source × site. */
    record PathSummary(String source, String site, int ready, int connections, int connectionLimit, int inFlight,
            String reason, long releaseMillis) {}

    /**
     * One open recipient.
     *
     * @param acceptedIn where its acceptance lies now
     * @param state as in {@link QueueSummary}, or {@code sending}
     * @param reason the limit or failure that holds it, in words; empty when nothing does
     * @param releaseMillis when it will be tried, in milliseconds since 1970; 0: as soon as a connection is free
     */
    record RecipientState(int index, SpoolRef acceptedIn, String state, InsertReason insertReason, String reason,
            int attempts, long releaseMillis) {}
}
