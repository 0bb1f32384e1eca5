/** How another module adds commands to {@code penguin}. */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.cli.module;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
