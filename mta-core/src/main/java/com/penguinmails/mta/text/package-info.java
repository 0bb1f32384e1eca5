/** How figures are set for a terminal. Vocabulary, which knows no other package. */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.text;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
