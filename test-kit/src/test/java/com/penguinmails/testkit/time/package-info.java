/** Tests of the virtual clock. */
@NullMarked
@CheckReturnValue
package com.penguinmails.testkit.time;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
