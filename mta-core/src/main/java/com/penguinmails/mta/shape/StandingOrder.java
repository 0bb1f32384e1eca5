package com.penguinmails.mta.shape;

import com.penguinmails.mta.message.MailSelector;

/**
 * What an operator or a rule has ordered for some mail, for as long as it says. Immutable.
 */
public sealed interface StandingOrder permits Suspension, PoolOverride, PriorityOverride {
    /** The end of one that holds until it is taken back. */
    long UNTIL_TAKEN_BACK = Long.MAX_VALUE;

    /** Characters of a name. */
    int MAX_ID = 100;

    /** Names it among those of its kind; a later one of the same name takes its place. */
    String id();

    /** Which mail. */
    MailSelector selector();

    /** When it was given, in milliseconds since 1970. */
    long sinceMillis();

    /** When it ends, in milliseconds since 1970; {@link #UNTIL_TAKEN_BACK} if only by being taken back. */
    long untilMillis();

    /** Why, in the words of who gave it. */
    String reason();

    /** Who gave it: an operator's name, or the rule. */
    String origin();

    /** @throws IllegalArgumentException saying what is wrong */
    static void requireValid(String id, long sinceMillis, long untilMillis) {
        if (id.isEmpty() || id.length() > MAX_ID) {
            throw new IllegalArgumentException("id: 1 to " + MAX_ID + " characters are expected");
        }
        if (untilMillis <= sinceMillis) {
            throw new IllegalArgumentException("until: must be later than since");
        }
    }
}
