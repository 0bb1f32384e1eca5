/**
 * Values without I/O: the vocabulary of RFC 5321, 3461 and 3463 that every stage shares.
 *
 * <p>Before: nothing. After: every stage may use it; it uses no other package.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.message;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
