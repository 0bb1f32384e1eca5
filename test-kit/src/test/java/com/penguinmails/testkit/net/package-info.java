/** Tests of the relay, over plain sockets. */
@NullMarked
@CheckReturnValue
package com.penguinmails.testkit.net;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
