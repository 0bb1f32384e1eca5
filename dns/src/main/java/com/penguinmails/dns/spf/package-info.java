/**
 * Sender Policy Framework (RFC 7208): its records, and what they say of an address.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.dns.spf;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
