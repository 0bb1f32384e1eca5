package com.penguinmails.control.api;

import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.IdGenerator;
import java.util.random.RandomGenerator;

/**
 * Where time, ids and secrets come from.
 *
 * @param random must be unpredictable
 */
public record Origins(Clock clock, IdGenerator ids, RandomGenerator random) {}
