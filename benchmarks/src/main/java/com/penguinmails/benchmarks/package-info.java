/**
 * What {@code penguin bench} runs: whole nodes under load, each in a process of its own, and micro-benchmarks (JMH) of the parts
 * that decide how fast a node is. {@code docs/benchmarks.md} lists them.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.benchmarks;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
