/** Proof with programs that nobody here wrote: they submit mail to a node, receive it from the node, and verify its signatures. */
@NullMarked
@CheckReturnValue
package com.penguinmails.system.interop;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
