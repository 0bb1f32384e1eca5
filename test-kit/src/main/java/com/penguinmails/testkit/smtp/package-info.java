/**
 * An SMTP receiver with scripted behaviour, for tests and for load.
 *
 * <p>{@link com.penguinmails.testkit.smtp.ScriptedReceiver} is the entry; a {@link
 * com.penguinmails.testkit.smtp.Script} says how it behaves, a {@link com.penguinmails.testkit.smtp.Keep} what it
 * remembers.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.testkit.smtp;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
