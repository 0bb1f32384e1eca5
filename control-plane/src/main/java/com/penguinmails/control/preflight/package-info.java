/**
 * What the large mailbox providers would say to a mail, asked before it is sent: each of their rules with what was found and how to mend it. Needs no database.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.control.preflight;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
