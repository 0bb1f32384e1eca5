/**
 * The resource {@code nodes}, and what nodes themselves ask and report: who they are, how they are, and what they have to hold.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.control.node;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
