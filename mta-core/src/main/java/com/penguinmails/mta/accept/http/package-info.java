/**
 * Submission by HTTP: the local API on TCP and on a Unix-domain socket.
 *
 * <p>Before: the network. After: {@code compose} and {@code spool}, reached through {@code accept}. What is not
 * about mail is package {@code http}.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.accept.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
