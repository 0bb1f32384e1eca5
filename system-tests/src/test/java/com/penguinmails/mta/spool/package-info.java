/** Looks into the files of a spool as the spool itself does, in order to damage them as a power cut would. */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.spool;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
