package com.penguinmails.mta.spool;

/** Feeds what is in the ring to the committer. */
interface CommitConsumer extends AutoCloseable {

    /** Commits what was offered before, then ends. */
    @Override
    void close();
}
