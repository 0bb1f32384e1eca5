package com.penguinmails.mta.spool;

/** Feeds what is in the ring to the committer. */
interface CommitConsumer extends AutoCloseable {

    /** Begins to compact beside the commits; called once, when nothing more is read of what earlier starts left. */
    void compact();

    /** Commits what was offered before, then ends. */
    @Override
    void close();
}
