package com.penguinmails.mta.outcome;

/** How far a failure reaches, from the narrowest: what else must not be tried in the same way. */
public enum FailureScope {
    /** This recipient only; the transaction goes on. */
    RECIPIENT,
    /** All recipients of this transaction; the session goes on. */
    MESSAGE,
    /** This session is over; its open transaction goes back to its queue. */
    SESSION,
    /** This host is no use now; the next one of the plan is tried. */
    HOST,
    /** The whole site is no use now. */
    SITE,
    /** The egress source is no use now, whatever the site: its own address cannot be used. */
    SOURCE
}
