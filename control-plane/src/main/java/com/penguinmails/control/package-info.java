/**
 * The control plane: who may send. An API on PostgreSQL; a node works without it, from its own {@code node.toml}.
 *
 * <p>{@code api} holds what all operations share, {@code database} the way to the tables, each resource a package of its own that knows both
 * and {@code audit}; {@code ControlPlane} puts them together.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.control;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
