/**
 * The command line {@code penguin}.
 *
 * <p>Uses {@code node}; nothing uses it.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.cli;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
