/**
 * The resource {@code tenants}: who sends, how much, with which share, and whether at all.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.control.tenant;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
