/**
 * The resource {@code workspaces}: parts of a tenant that keys can be bound to.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.control.workspace;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
