package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.Percent;
import com.penguinmails.mta.config.WarmUpThresholdsConfig;
import com.penguinmails.mta.outcome.BounceClass;
import com.penguinmails.mta.outcome.Outcome;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What receivers have said in one step of a warm-up. Immutable.
 *
 * @param attempts recipients that a receiver answered for
 * @param deferrals of these: put off, for a reason that does not lie with the recipient
 * @param blocks of these: refused, for now or for good, because of what is thought of the source or its mail
 * @param complaints that were reported in the step
 */
public record WarmUpRates(long attempts, long deferrals, long blocks, long complaints) {
    /** Nothing yet. */
    public static final WarmUpRates NONE = new WarmUpRates(0, 0, 0, 0);

    /** With one more recipient's outcome; one of which the receiver said nothing does not count. */
    WarmUpRates with(Outcome outcome) {
        if (outcome instanceof Outcome.Delivered) {
            return new WarmUpRates(attempts + 1, deferrals, blocks, complaints);
        }
        if (outcome.status().reply() == null) {
            return this;
        }
        BounceClass refusal = refusal(outcome);
        boolean block = isBlock(refusal);
        boolean deferral = outcome instanceof Outcome.Deferred && !block && !isAboutRecipient(refusal);
        return new WarmUpRates(attempts + 1, deferrals + (deferral ? 1 : 0), blocks + (block ? 1 : 0), complaints);
    }

    WarmUpRates withComplaints(long more) {
        return new WarmUpRates(attempts, deferrals, blocks, complaints + more);
    }

    /** Whether an outcome speaks against the source or its mail. */
    static boolean isBlock(Outcome outcome) {
        return outcome.status().reply() != null && isBlock(refusal(outcome));
    }

    /** In words, the first rate that reaches its threshold; empty when none does. */
    String reached(WarmUpThresholdsConfig thresholds, String name) {
        String words = reached("block", blocks, thresholds.blocks(), name);
        words = words.isEmpty() ? reached("complaint", complaints, thresholds.complaints(), name) : words;
        return words.isEmpty() ? reached("deferral", deferrals, thresholds.deferrals(), name) : words;
    }

    /** In words, that blocks reach the threshold; empty when they do not. */
    String blocked(WarmUpThresholdsConfig thresholds, String name) {
        return reached("block", blocks, thresholds.blocks(), name);
    }

    private String reached(String rate, long part, @Nullable Percent threshold, String name) {
        return threshold != null && threshold.isReached(part, attempts)
                ? String.format(Locale.ROOT, "the %s rate of %.2f%% (%d of %d) reached %s at %s", rate,
                        percent(part, attempts), part, attempts, name, threshold)
                : "";
    }

    /** What share a part is, in percent; 0 of nothing. */
    public static double percent(long part, long whole) {
        return whole == 0 ? 0 : part * 100.0 / whole;
    }

    private static BounceClass refusal(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Deferred deferred -> deferred.bounceClass();
            case Outcome.Bounced bounced -> bounced.bounceClass();
            default -> BounceClass.OTHER;
        };
    }

    private static boolean isBlock(BounceClass refusal) {
        return switch (refusal) {
            case REPUTATION, POLICY, CONTENT_REFUSED, AUTHENTICATION -> true;
            default -> false;
        };
    }

    private static boolean isAboutRecipient(BounceClass refusal) {
        return switch (refusal) {
            case BAD_MAILBOX, BAD_DOMAIN, INACTIVE_MAILBOX, MAILBOX_FULL, MESSAGE_TOO_LARGE -> true;
            default -> false;
        };
    }
}
