/**
 * The resource {@code audit-log}: who changed what, in chains of hashes that the database only lets grow.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.control.audit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
