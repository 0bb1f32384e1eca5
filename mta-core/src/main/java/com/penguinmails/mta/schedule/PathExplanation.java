package com.penguinmails.mta.schedule;

import com.penguinmails.mta.schedule.MailQueue.PathSummary;
import java.util.List;

/**
 * Why one path goes as slowly as it does. Immutable.
 *
 * @param path what it does now
 * @param blockers everything that closes it for all mail, in order; empty when it can take mail, or open a connection, now
 * @param mail the mail that may take it: what of it is queued, what holds that, and what bounds its speed
 */
public record PathExplanation(PathSummary path, List<Blocker> blockers, SlownessReport mail) {
    public PathExplanation {
        blockers = List.copyOf(blockers);
    }
}
