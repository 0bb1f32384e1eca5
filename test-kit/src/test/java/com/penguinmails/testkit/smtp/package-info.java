/** Tests of the SMTP receiver, over plain sockets and with clients of other hands. */
@NullMarked
@CheckReturnValue
package com.penguinmails.testkit.smtp;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
