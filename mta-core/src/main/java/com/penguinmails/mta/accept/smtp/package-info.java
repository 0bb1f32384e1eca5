/**
 * The SMTP submission listener (RFC 5321, RFC 6409): a session is a small machine of input states, fed with octets and answering
 * with replies; Netty only carries both.
 *
 * <p>Part of {@code accept}. Before: the network. After: the {@code Acceptor}.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.accept.smtp;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
