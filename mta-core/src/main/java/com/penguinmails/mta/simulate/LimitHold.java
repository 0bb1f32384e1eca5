package com.penguinmails.mta.simulate;

/**
 * One thing that held mail back.
 *
 * @param limit in the words in which the queue explains it
 * @param kind {@code limit} for one of ours, {@code receiver} for what receivers said, {@code path} for what cannot be used
 * @param seconds for how long it held any mail, in all
 * @param firstSeconds when it first did, since the start
 * @param lastSeconds when it last did, since the start
 * @param mostHeld the most recipients that it held at once
 * @param averageHeld how many it held on average over the time for which it held any
 */
public record LimitHold(String limit, String kind, long seconds, long firstSeconds, long lastSeconds, long mostHeld,
        long averageHeld) {}
