/** Networks that are slow or broken, on loopback. */
@NullMarked
@CheckReturnValue
package com.penguinmails.testkit.net;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
