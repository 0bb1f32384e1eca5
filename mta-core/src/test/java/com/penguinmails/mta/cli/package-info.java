/** Tests of the command line, command by command. */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.cli;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
