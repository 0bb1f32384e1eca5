package com.penguinmails.mta.spool;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** What waits for the commit. */
sealed interface Pending {

    /** The octets it holds in memory. */
    long bytes();

    /** An entry from outside. */
    record Offered(SpoolEntry entry, CommitListener listener, long bytes) implements Pending {

        static Offered of(SpoolEntry entry, CommitListener listener) {
            long bytes = 0;
            for (ByteBuffer content : entry.contents()) {
                bytes += content.remaining();
            }
            for (JournalRecord value : entry.records()) {
                bytes += responseLength(value)
                        + (value instanceof JournalRecord.Kept kept ? kept.value().remaining() : 0);
            }
            return new Offered(entry, listener, bytes);
        }

        /** Whether it brings new mail; all else serves mail that was accepted before. */
        boolean isNewMail() {
            for (JournalRecord value : entry.records()) {
                if (value instanceof JournalRecord.Acceptance || value instanceof JournalRecord.JobOpened) {
                    return true;
                }
            }
            return false;
        }

        private static long responseLength(JournalRecord value) {
            IdempotencyEntry idempotency = switch (value) {
                case JournalRecord.Message message -> message.idempotency();
                case JournalRecord.JobOpened job -> job.idempotency();
                case JournalRecord.Remembered remembered -> remembered.entry();
                default -> null;
            };
            return idempotency == null ? 0 : idempotency.response().length();
        }
    }

    /** Asks for the events to be forced to disk; completed with whether they are. */
    record ForceEvents(CompletableFuture<Boolean> done) implements Pending {

        @Override
        public long bytes() {
            return 0;
        }
    }

    /** A step of compaction. */
    record Moves(RelocationStep step) implements Pending {

        @Override
        public long bytes() {
            return step.acceptances().stream().mapToLong(moved -> moved.content().remaining()).sum();
        }
    }
}
