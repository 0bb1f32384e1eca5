/**
 * The crash driver: a node process under load, faults drawn from a seed, and after each round books that balance against what the
 * receivers have counted.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.system.crash;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
