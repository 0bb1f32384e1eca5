/**
 * What every operation has in common: who asks, scopes, rate, body, idempotency, pages, problems. Knows no resource.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.control.api;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
