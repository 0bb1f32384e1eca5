package com.penguinmails.mta.compose;

/**
 * A header field that a sender asks for beside those that a message has of itself.
 *
 * @param value unfolded and unencoded, as people read it
 */
public record HeaderField(String name, String value) {}
