/**
 * With whom do we speak? Connections per path, source binding and TLS policy.
 *
 * <p>Before: {@code resolve}. After: {@code deliver}.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.connect;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
