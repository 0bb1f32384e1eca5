/** The benchmarks on the smallest scale. */
@NullMarked
package com.penguinmails.benchmarks;

import org.jspecify.annotations.NullMarked;
