package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.shape.FairShare;
import org.jspecify.annotations.Nullable;

/** What waits for a limit: a queue whose mail none may take, or its place in the line of one source. For one thread. */
abstract class Waiter extends FairShare.Member {
    /** The limit that it waits for, or null. */
    @Nullable
    LimitLine waitsAt;
    /** Where it waits for a connection that counts for that limit; null when it waits for a message. */
    @Nullable
    Site parkedAt;

    abstract DomainQueue queue();

    @Override
    protected final String tenant() {
        return queue().key.tenant();
    }

    @Override
    protected final String campaign() {
        return queue().key.campaign();
    }

    @Override
    protected final PriorityClass priority() {
        return queue().priorityNow;
    }
}
