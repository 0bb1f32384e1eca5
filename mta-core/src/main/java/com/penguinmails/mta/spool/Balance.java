package com.penguinmails.mta.spool;

/**
 * Where every accepted recipient is: {@code accepted = delivered + bounced + expired + cancelled + queued}, always. Mail whose
 * template failed to render is counted with the bounced.
 */
public record Balance(long accepted, long delivered, long bounced, long expired, long cancelled) {

    public static Balance zero() {
        return new Balance(0, 0, 0, 0, 0);
    }

    /** What is still to be done. */
    public long queued() {
        return accepted - delivered - bounced - expired - cancelled;
    }
}
