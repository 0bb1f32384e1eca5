package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.WarmUpPlanConfig;
import com.penguinmails.mta.config.WarmUpThresholdsConfig;
import java.util.List;

/**
 * A warm-up plan at one provider. Steps count from 1; one that lies behind the last is «warm», without a cap. Immutable.
 *
 * @param name of the plan in the configuration
 * @param curve the cap of each step
 * @param config its thresholds and the length of a step
 */
public record WarmUpPlan(String name, List<Integer> curve, WarmUpPlanConfig config) {

    public WarmUpPlan(String name, WarmUpPlanConfig config, String provider) {
        this(name, config.curveAt(provider), config);
    }

    /** How many steps it has. */
    public int steps() {
        return curve.size();
    }

    /** Messages of a step; {@link Long#MAX_VALUE} behind the last. */
    public long cap(int step) {
        return step > curve.size() ? Long.MAX_VALUE : curve.get(step - 1);
    }

    /** When the step that an instant lies in began, in milliseconds since 1970. */
    public long beginMillis(long atMillis) {
        return atMillis - Math.floorMod(atMillis, config.step().toMillis());
    }

    /** When the step that an instant lies in ends. */
    public long endMillis(long atMillis) {
        return beginMillis(atMillis) + config.step().toMillis();
    }

    /** Whether so many attempts say something; all of a smaller cap do too. */
    boolean isEnough(long attempts, int step) {
        return attempts >= Math.min(config.attemptsNeeded(), cap(step));
    }

    /** Whether enough of a step's cap was used to go on. */
    boolean isUsed(long sent, int step) {
        return config.useNeeded().isReached(sent, cap(step));
    }

    WarmUpThresholdsConfig holds() {
        return config.holds();
    }

    WarmUpThresholdsConfig retreats() {
        return config.retreats();
    }
}
