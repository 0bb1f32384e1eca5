/**
 * The resource {@code api-keys}: shown once, stored as SHA-256, rotated with overlap, revoked at once.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.control.key;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
