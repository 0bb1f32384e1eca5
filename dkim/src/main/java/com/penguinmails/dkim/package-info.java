/** DKIM signatures (RFC 6376, RFC 8301, RFC 8463): canonicalise, hash, sign and verify. */
@NullMarked
@CheckReturnValue
package com.penguinmails.dkim;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
