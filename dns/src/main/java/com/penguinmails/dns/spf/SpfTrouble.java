package com.penguinmails.dns.spf;

import java.io.Serial;

/** Ends a check at once: what is wrong lies deep in records that include each other. */
final class SpfTrouble extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final SpfResult result;

    SpfTrouble(SpfResult result, String reason) {
        super(reason, null, false, false);
        this.result = result;
    }

    SpfResult result() {
        return result;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
