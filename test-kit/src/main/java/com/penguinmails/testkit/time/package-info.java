/** Time that passes only when a test says so. */
@NullMarked
@CheckReturnValue
package com.penguinmails.testkit.time;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
