/**
 * The bytes of one mail: MIME building, template rendering and signing.
 *
 * <p>Before: {@code accept}. After: {@code spool}, whose content it reads, and {@code deliver}, whose {@code MailSource} it implements.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.compose;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
