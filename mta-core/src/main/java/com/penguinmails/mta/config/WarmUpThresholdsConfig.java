package com.penguinmails.mta.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From which share of a step's attempts on a warm-up plan does something; any one of them is enough.
 *
 * @param deferrals receivers' 4xx that do not speak about the recipient, or null for the default
 * @param blocks refusals, for now or for good, because of what is thought of the source or its mail; or null for the default
 * @param complaints that were reported, or null for the default
 */
public record WarmUpThresholdsConfig(@Nullable Percent deferrals, @Nullable Percent blocks,
        @Nullable Percent complaints) {

    /** From which on a plan stays where it is. */
    public static final WarmUpThresholdsConfig HOLD = new WarmUpThresholdsConfig(Percent.of(5), Percent.of(1),
            new Percent(100));
    /** From which on it goes a step back. */
    public static final WarmUpThresholdsConfig RETREAT = new WarmUpThresholdsConfig(Percent.of(15), Percent.of(3),
            new Percent(300));

    /** With the values of others where this one has none. */
    WarmUpThresholdsConfig orElse(WarmUpThresholdsConfig others) {
        return new WarmUpThresholdsConfig(Objects.requireNonNullElse(deferrals, others.deferrals),
                Objects.requireNonNullElse(blocks, others.blocks),
                Objects.requireNonNullElse(complaints, others.complaints));
    }
}
