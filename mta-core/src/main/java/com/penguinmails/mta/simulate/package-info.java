/**
 * When will it be finished, and what holds it up? A campaign run ahead of time: the queue of {@code schedule} with its limits,
 * pools and rules, on a clock of its own, between an audience and receivers that are models.
 *
 * <p>Stands outside the path of a message, beside {@code admin}: no stage knows it. Used by {@code admin} and {@code cli}.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.simulate;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
