package com.penguinmails.mta.outcome;

import org.jspecify.annotations.Nullable;

/**
 * Where a reply or a failure met us.
 *
 * @param stage the command that was waited for, or the step that was taken
 * @param remoteMta the receiving host and address as {@code host[address]}, or null where none was reached
 * @param recipients how many recipients it is about; a reply that answers for several says nothing about one mailbox
 * @param contentSent whether the whole content has left, so that without a reply nobody knows if it was taken
 */
public record Situation(Stage stage, @Nullable String remoteMta, int recipients, boolean contentSent) {

    /** Before or outside a transaction. */
    public static Situation at(Stage stage, @Nullable String remoteMta) {
        return new Situation(stage, remoteMta, 0, false);
    }
}
