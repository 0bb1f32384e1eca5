/**
 * What {@code control.toml} says: one record for each concept. Knows no other package of the control plane.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.control.config;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
