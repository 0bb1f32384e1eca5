package com.penguinmails.mta.message;

/** The BODY parameter of MAIL (RFC 6152): whether the content has octets above 127. */
public enum BodyType {
    SEVEN_BIT,
    EIGHT_BIT_MIME
}
