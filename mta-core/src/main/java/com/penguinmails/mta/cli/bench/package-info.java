/** What a benchmark of the command line is and says: the contract that module {@code benchmarks} implements. */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.cli.bench;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
