/**
 * The commands that the control plane adds to {@code penguin}.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.control.cli;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
