/**
 * Where does it go? Routes, mail exchangers and site names.
 *
 * <p>Before: {@code shape}. After: {@code connect}.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.resolve;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
