package com.penguinmails.mta.config;

/** How much mail an automation rule concerns once it is triggered, around the reply that did it. */
public enum AutomationLevel {
    /** All mail from the same source to the same site. */
    PATH,
    /** All mail to the same site. */
    SITE,
    /** All mail to the same provider, or to the same site if it belongs to none. */
    PROVIDER,
    /** The mail of the same tenant to the same provider, or to the same site if it belongs to none. */
    TENANT,
    /** The mail of the same campaign of that tenant to the same provider, or to the same site if it belongs to none. */
    CAMPAIGN
}
