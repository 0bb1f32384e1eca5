/**
 * The node's side of a control plane: it registers, says how it is, pulls what it has to hold by version, keeps that on disk, and hands
 * on its events. No message waits for any of it: a node whose control plane is away works on by what it has.
 *
 * <p>Stands outside of a message's path, as {@code admin} does; no stage knows it.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.control;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
