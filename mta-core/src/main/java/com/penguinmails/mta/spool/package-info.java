/**
 * Is it on disk? Content once, a small journal, group commit, recovery and compaction.
 *
 * <p>Before: {@code accept}, {@code compose}. After: {@code schedule}, which it feeds with what was committed.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.spool;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
