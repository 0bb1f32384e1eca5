/**
 * A real DNS server on loopback with faults, for everything that asks the DNS.
 *
 * <p>{@link com.penguinmails.testkit.dns.ZoneServer} answers from a {@link com.penguinmails.testkit.dns.ZoneData} that
 * may change while it runs; names and types are plain text, so that users need no DNS library.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.testkit.dns;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
