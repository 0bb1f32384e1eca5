/** The control plane: tenants, campaigns and domains. A node works without it, from its own {@code node.toml}. */
@NullMarked
@CheckReturnValue
package com.penguinmails.control;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
