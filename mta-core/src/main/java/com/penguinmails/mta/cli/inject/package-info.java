/**
 * A load generator for submission: many connections, a pace, and what the server answered how fast.
 *
 * <p>Uses {@code time} and {@code config}; only the command line uses it.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.cli.inject;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
