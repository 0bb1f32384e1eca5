package com.penguinmails.control.record;

import java.util.Locale;

/** What was found of a record. {@code UNKNOWN}: not asked yet, or no server told. */
public enum RecordStatus {
    OK,
    MISSING,
    WRONG,
    UNKNOWN;

    /** As it stands in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
