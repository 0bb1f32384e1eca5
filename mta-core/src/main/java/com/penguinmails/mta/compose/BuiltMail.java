package com.penguinmails.mta.compose;

import com.penguinmails.mta.message.BodyType;
import java.nio.ByteBuffer;

/**
 * A complete message.
 *
 * @param content with CRLF line ends, no line over 998 octets
 * @param body whether it has octets above 127
 * @param smtpUtf8 whether an address in its header needs SMTPUTF8 (RFC 6531)
 */
public record BuiltMail(ByteBuffer content, BodyType body, boolean smtpUtf8) {}
