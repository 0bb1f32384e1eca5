package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.SpoolRef;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A bounded part of a generation to be written again at the end of the logs.
 *
 * @param from the generation
 * @param facts keys whose last value lay in it when they were read
 * @param done completed when it is on disk, exceptionally if it is not
 */
record RelocationStep(int from, List<Acceptance> acceptances, List<Template> templates,
        List<IdempotencyEntry> remembered, List<String> facts, CompletableFuture<Boolean> done) {

    /** An acceptance that had open recipients when it was read; what is open when it is written is what counts. */
    record Acceptance(long number, SpoolRef place, JournalRecord.Acceptance value, ByteBuffer content) {}

    /** A job's template. */
    record Template(JobId job, ByteBuffer content) {}
}
