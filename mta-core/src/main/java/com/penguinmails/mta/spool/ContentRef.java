package com.penguinmails.mta.spool;

/**
 * Where the bytes of a message, a template or a block of rows lie.
 *
 * @param position the record's position in the content log; opaque to all but the spool
 * @param length the number of octets, 1 or more
 */
public record ContentRef(long position, int length) {}
