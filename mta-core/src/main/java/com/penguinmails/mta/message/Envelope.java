package com.penguinmails.mta.message;

import org.jspecify.annotations.Nullable;

/**
 * What all recipients of a message share beside its content (RFC 5321 §2.3.1).
 *
 * @param reversePath where bounces go
 * @param body whether the content has octets above 127 (RFC 6152)
 * @param smtpUtf8 whether addresses or header fields need SMTPUTF8 (RFC 6531)
 * @param requireTls whether the message may only travel over verified TLS (RFC 8689)
 * @param dsnReturn the RET parameter (RFC 3461 §4.3)
 * @param envelopeId the ENVID parameter in xtext as it came (RFC 3461 §4.4), or null
 */
public record Envelope(ReversePath reversePath, BodyType body, boolean smtpUtf8, boolean requireTls,
        DsnReturn dsnReturn,
        @Nullable String envelopeId) {

    /** The plain envelope: eight-bit content, nothing asked. */
    public static Envelope of(ReversePath reversePath) {
        return new Envelope(reversePath, BodyType.EIGHT_BIT_MIME, false, false, DsnReturn.UNSPECIFIED, null);
    }
}
