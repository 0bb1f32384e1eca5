/** Tests of {@code schedule}. */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.schedule;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
