/** Tests of the load generator. */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.cli.inject;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
