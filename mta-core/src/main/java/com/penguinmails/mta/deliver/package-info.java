/**
 * What did they say? The SMTP conversation of a client (RFC 5321).
 *
 * <p>Before: {@code connect}. After: {@code outcome}.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.deliver;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
