package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.SpoolRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what is needed of one generation, a bounded step at a time. One thread owns this. */
final class CompactionRun {
    private static final Logger LOG = LoggerFactory.getLogger(CompactionRun.class);
    private static final int MAX_ITEMS = 128;
    private static final long MAX_BYTES = 1 << 20;
    private final int generation;
    private final SpoolLogs logs;
    private final SpoolState state;
    private final long nowMillis;
    private final List<RelocationStep.Acceptance> acceptances = new ArrayList<>();
    private final List<RelocationStep.Template> templates = new ArrayList<>();
    private final List<IdempotencyEntry> remembered = new ArrayList<>();
    private final List<String> facts = new ArrayList<>();
    private @Nullable Iterator<String> factsLeft;
    private long stepBytes;
    private long resumeAt;
    private boolean templatesRead;
    private boolean ended;
    private int unreadable;

    CompactionRun(int generation, SpoolLogs logs, SpoolState state, long nowMillis) {
        this.generation = generation;
        this.logs = logs;
        this.state = state;
        this.nowMillis = nowMillis;
    }

    int generation() {
        return generation;
    }

    /** How many contents could not be read, and stay where they are. */
    int unreadable() {
        return unreadable;
    }

    /** The next step; empty at the end. */
    Optional<RelocationStep> next() throws IOException {
        readTemplates();
        readFacts();
        if (!ended && stepBytes < MAX_BYTES) {
            long from = resumeAt;
            ended = true;
            logs.journal().scan(generation, from, this::read);
        }
        if (acceptances.isEmpty() && templates.isEmpty() && remembered.isEmpty() && facts.isEmpty()) {
            return Optional.empty();
        }
        var step = new RelocationStep(generation, List.copyOf(acceptances), List.copyOf(templates),
                List.copyOf(remembered), List.copyOf(facts), new CompletableFuture<>());
        acceptances.clear();
        templates.clear();
        remembered.clear();
        facts.clear();
        stepBytes = 0;
        return Optional.of(step);
    }

    private void readTemplates() {
        if (templatesRead) {
            return;
        }
        templatesRead = true;
        for (JournalRecord.JobOpened job : state.exclusively(() -> state.jobs().needing(generation))) {
            try {
                ByteBuffer content = logs.content().read(job.template().position());
                templates.add(new RelocationStep.Template(job.id(), content));
                stepBytes += content.remaining();
            } catch (IOException e) {
                unreadable++;
                LOG.warn("the template of job {} can't be read", job.id(), e);
            }
        }
    }

    /** The values come from memory, at the moment at which they are written. */
    private void readFacts() {
        if (factsLeft == null) {
            factsLeft = state.exclusively(() -> state.facts().keysIn(generation)).iterator();
        }
        while (factsLeft.hasNext() && facts.size() < MAX_ITEMS && stepBytes < MAX_BYTES) {
            String key = factsLeft.next();
            ByteBuffer value = state.facts().get(key);
            facts.add(key);
            stepBytes += value == null ? 0 : value.remaining();
        }
    }

    /** Takes a frame into the step, or ends the step before it. */
    private boolean read(long position, long sequence, ByteBuffer payload) throws IOException {
        if (stepBytes >= MAX_BYTES || acceptances.size() + remembered.size() + facts.size() >= MAX_ITEMS) {
            resumeAt = LogPosition.offset(position);
            ended = false;
            return false;
        }
        var cursor = new JournalCodec.Cursor(sequence, payload);
        while (cursor.next()) {
            if (!cursor.isNoted()) {
                read(new SpoolRef(LogPosition.withOrdinal(position, cursor.ordinal())), cursor.sequence(),
                        cursor.item());
            }
        }
        return true;
    }

    private void read(SpoolRef place, long sequence, JournalItem item) throws IOException {
        switch (item) {
            case JournalItem.Fact(JournalRecord.Message message) -> {
                remember(message.idempotency());
                move(sequence, place, message);
            }
            case JournalItem.Fact(JournalRecord.JobRows rows) -> move(sequence, place, rows);
            case JournalItem.Fact(JournalRecord.JobOpened job) -> remember(job.idempotency());
            case JournalItem.Fact(JournalRecord.Remembered entry) -> remember(entry.entry());
            case JournalItem.Relocation moved -> move(moved.acceptance(), place, moved.value());
            default -> {
                /* nothing of it is needed */ }
        }
    }

    private void move(long number, SpoolRef place, JournalRecord.Acceptance value) {
        if (state.openRecipients(generation, number).isEmpty()) {
            return;
        }
        try {
            ByteBuffer content = logs.content().read(value.content().position());
            acceptances.add(new RelocationStep.Acceptance(number, place, value, content));
            stepBytes += content.remaining();
        } catch (IOException e) {
            unreadable++;
            LOG.warn("the content of acceptance {} can't be read", number, e);
        }
    }

    private void remember(@Nullable IdempotencyEntry entry) {
        if (entry != null && entry.expiresMillis() > nowMillis) {
            remembered.add(entry);
            stepBytes += entry.response().length();
        }
    }
}
