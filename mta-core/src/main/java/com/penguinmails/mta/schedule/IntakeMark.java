package com.penguinmails.mta.schedule;

/**
 * One of the bounds by which the queue takes new mail, and where it stands.
 *
 * @param name {@code recipients} or {@code memory} (octets)
 * @param high at which new mail is refused for now
 * @param low at which it is taken again
 * @param refuses whether it is refused now
 */
public record IntakeMark(String name, long level, long high, long low, boolean refuses) {}
