/**
 * Puts the stages together and starts and stops them in order.
 *
 * <p>Uses every stage; no stage knows it.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.node;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
