/** Tests of {@code resolve}. */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.resolve;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
