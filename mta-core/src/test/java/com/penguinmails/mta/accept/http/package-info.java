/** Tests of the local API over real sockets. */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.accept.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
