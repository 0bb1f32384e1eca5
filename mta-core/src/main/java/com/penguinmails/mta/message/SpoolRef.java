package com.penguinmails.mta.message;

/**
 * Where an accepted record lies in the journal. Opaque to all but the spool; it changes when the record is compacted forward,
 * while the acceptance number stays.
 */
public record SpoolRef(long position) {}
