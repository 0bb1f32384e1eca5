/** Micro-benchmarks (JMH) of the parts that decide how fast a node is. */
@NullMarked
@CheckReturnValue
package com.penguinmails.benchmarks;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
