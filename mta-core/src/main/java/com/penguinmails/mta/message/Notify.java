package com.penguinmails.mta.message;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** When the sender asks for a notification of a recipient (RFC 3461 §4.1). An empty set says that nothing was asked. */
public enum Notify {
    NEVER(1),
    SUCCESS(2),
    FAILURE(4),
    DELAY(8);

    private final int bit;

    Notify(int bit) {
        this.bit = bit;
    }

    /** One bit for each value, for codecs. */
    public static int toBits(Collection<Notify> set) {
        int bits = 0;
        for (Notify value : set) {
            bits |= value.bit;
        }
        return bits;
    }

    /** The inverse of {@link #toBits}; unknown bits are passed over. */
    public static Set<Notify> ofBits(int bits) {
        var set = EnumSet.noneOf(Notify.class);
        for (Notify value : values()) {
            if ((bits & value.bit) != 0) {
                set.add(value);
            }
        }
        return set;
    }
}
