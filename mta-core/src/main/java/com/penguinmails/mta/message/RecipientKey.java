package com.penguinmails.mta.message;

/**
 * Names one queued recipient for its whole life, over restarts and compaction.
 *
 * @param acceptance the journal's sequence number of the acceptance
 * @param index which recipient of that acceptance, from 0
 */
public record RecipientKey(long acceptance, int index) {}
