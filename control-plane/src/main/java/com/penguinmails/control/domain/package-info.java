/**
 * The resource {@code domains}: names that mail is sent from, their records and signing keys, and who owns them.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.control.domain;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
