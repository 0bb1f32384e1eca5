package com.penguinmails.mta.schedule;

/**
 * The most that one limit lets through. Immutable.
 *
 * @param rule which rule, and where it is set
 * @param reason in words, with the figures that it was computed from
 * @param perSecond recipients a second in the long run; {@link Double#POSITIVE_INFINITY} never stands here
 * @param remedy the command or key that would raise it
 */
public record Ceiling(String rule, String reason, double perSecond, String remedy) {}
