package com.penguinmails.mta.config;

/** What keeps to one source of a pool as long as that source is usable. */
public enum Sticky {
    /** Nothing: each connection leaves from the source whose turn it is. */
    NONE,
    /** All mail of a tenant. */
    TENANT,
    /** All mail of a campaign. */
    CAMPAIGN,
    /** All mail to a domain. */
    DOMAIN
}
