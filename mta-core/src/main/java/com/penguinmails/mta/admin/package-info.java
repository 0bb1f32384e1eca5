/**
 * What is happening? Metrics, health, the books and the queues, on a port of their own.
 *
 * <p>Looks at every stage; no stage knows it.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.admin;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
