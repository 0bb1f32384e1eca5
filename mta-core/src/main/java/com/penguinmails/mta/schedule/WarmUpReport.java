package com.penguinmails.mta.schedule;

import com.penguinmails.mta.shape.WarmUpRates;
import com.penguinmails.mta.shape.WarmUpState;

/**
 * How the warm-up of one source at one provider stands. Immutable.
 *
 * @param provider the provider's name, or {@code other} for all sites of none
 * @param plan the plan's name
 * @param step from 1; one more than {@code steps} when it is warm
 * @param cap messages of this step; 0 when it is warm
 * @param sent of these; what is on its way included
 * @param rates what receivers have said in this step
 * @param reason why it stands so, in words; may be empty
 * @param sinceMillis since when it is on this step, in milliseconds since 1970
 * @param nextMillis when the step ends and the rates decide; 0 when it is warm
 */
public record WarmUpReport(String source, String provider, String plan, int step, int steps, long cap, long sent,
        WarmUpRates rates, WarmUpState state, String reason, long sinceMillis, long nextMillis) {}
