/** Asynchronous, caching DNS look-ups for mail: MX, address and TXT records as sealed answers. */
@NullMarked
@CheckReturnValue
package com.penguinmails.dns;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
