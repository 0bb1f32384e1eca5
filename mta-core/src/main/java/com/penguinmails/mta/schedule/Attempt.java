package com.penguinmails.mta.schedule;

import com.penguinmails.mta.deliver.PreparedMail.MailIdentity;
import com.penguinmails.mta.outcome.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of some recipients of one acceptance.
 *
 * @param slots the recipients
 * @param outcomes one for each, in the same order
 * @param source the egress source, or null where none was chosen
 * @param site the receiving site, or null where it was not known
 */
record Attempt(MailIdentity identity, List<Integer> slots, List<Outcome> outcomes, @Nullable String source,
        @Nullable String site) {}
