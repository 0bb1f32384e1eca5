package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.SpoolRef;
import java.util.List;

/**
 * An entry as it stands on disk.
 *
 * @param firstSequence the journal's sequence number of the first record; the others follow it
 * @param records the records with their real content places
 * @param places where each record lies
 */
public record CommittedEntry(long firstSequence, List<JournalRecord> records, List<SpoolRef> places) {}
