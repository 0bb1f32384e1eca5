/** The shape of the code, held by tests. */
@NullMarked
@CheckReturnValue
package com.penguinmails.system.architecture;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
