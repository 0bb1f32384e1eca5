/** Disks that lost their power. */
@NullMarked
@CheckReturnValue
package com.penguinmails.testkit.disk;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
