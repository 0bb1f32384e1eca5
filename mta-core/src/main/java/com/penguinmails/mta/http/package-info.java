/**
 * HTTP as both processes speak it: listening, what every request passes and every answer has, bodies within bounds, strict JSON, and
 * problems (RFC 9457).
 *
 * <p>Vocabulary: it knows no stage, and nothing of what an API is about. Helidon is known to {@code HttpServer}, {@code HttpApi} and
 * {@code HttpRequest} only; all else sees values.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
