package com.penguinmails.mta.shape;

import java.util.Locale;

/** How the warm-up of a source at a provider stands. */
public enum WarmUpState {
    /** It sends below its cap, and nothing speaks against it. */
    WARMING,
    /** As above, on the step of before, because of the rates of that. */
    HOLDING,
    /** As above, a step further back, because of the rates of the step before. */
    RETREATED,
    /** The step's cap is used up; the other sources of its pools take the mail. */
    CAPPED,
    /** Receivers block it: nothing is sent until the step ends. */
    STOPPED,
    /** It has no cap any more. */
    WARM;

    /** The word in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
