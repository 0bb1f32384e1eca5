/**
 * DMARC (RFC 9989): its records, the tree walk that finds them, and alignment.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.dns.dmarc;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
