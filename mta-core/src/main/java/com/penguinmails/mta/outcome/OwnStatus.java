package com.penguinmails.mta.outcome;

import com.penguinmails.mta.message.EnhancedStatus;

/** Statuses in our own words, where no receiver spoke. */
final class OwnStatus {
    private static final int MAX_DIAGNOSTIC = 1000;

    private OwnStatus() {}

    static DeliveryStatus of(EnhancedStatus code, String words, Stage stage) {
        String line = words.replaceAll("\\p{Cntrl}", " ");
        String bounded = line.length() <= MAX_DIAGNOSTIC ? line : line.substring(0, MAX_DIAGNOSTIC);
        return new DeliveryStatus(code, bounded, null, null, stage);
    }
}
