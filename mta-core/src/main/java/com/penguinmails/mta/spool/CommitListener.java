package com.penguinmails.mta.spool;

/** Told what became of an entry, on the committing thread: it must only hand over and return. */
public interface CommitListener {

    /** The entry is on disk: forced, recoverable, in the books. */
    void committed(CommittedEntry entry);

    /** The entry is not on disk and will not be there after a restart; the reason is for the sender, without secrets. */
    void failed(String reason);
}
