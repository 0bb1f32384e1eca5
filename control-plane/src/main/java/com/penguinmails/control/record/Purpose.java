package com.penguinmails.control.record;

import java.util.Locale;

/** What a record is for. */
public enum Purpose {
    DKIM,
    SPF,
    DMARC,
    RETURN_PATH,
    TRACKING;

    /** As it stands in answers, such as {@code return_path}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
