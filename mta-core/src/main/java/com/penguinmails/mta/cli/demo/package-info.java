/** The demonstration: a node, a receiver and DNS on loopback, and mail through the real path. */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.cli.demo;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
