/**
 * What happened to mail: events of all nodes, stored exactly once, read by cursor; and {@code usage}, what of it is counted by day.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.control.event;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
