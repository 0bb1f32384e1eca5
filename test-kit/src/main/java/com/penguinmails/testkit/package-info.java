/** Real counterparts for a mail system: a scripted SMTP receiver, a DNS zone server, a virtual clock and seeds. */
@NullMarked
@CheckReturnValue
package com.penguinmails.testkit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
