/** Tests of the spool. */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.spool;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
