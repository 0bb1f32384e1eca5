/**
 * Submission by SMTP and by HTTP: may this sender send this?
 *
 * <p>Before: the network. After: {@code compose} and {@code spool}.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.accept;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
