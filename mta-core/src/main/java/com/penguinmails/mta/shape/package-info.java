/**
 * May it go now, from which source, and if not, when?
 *
 * <p>Before: {@code schedule}. After: {@code resolve}.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.shape;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
