/** Tests of the DNS server, through a real client. */
@NullMarked
@CheckReturnValue
package com.penguinmails.testkit.dns;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
