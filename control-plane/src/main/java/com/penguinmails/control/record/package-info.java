/**
 * What a domain has to publish in DNS, and whether it does: asked of authoritative servers and of resolvers, told in words. Needs no database.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.control.record;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
