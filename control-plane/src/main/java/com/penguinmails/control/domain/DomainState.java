package com.penguinmails.control.domain;

import java.util.Locale;

/** Whether a domain may be sent from: it may while it is {@code VERIFIED} or {@code FAILING}. */
enum DomainState {
    PENDING,
    VERIFIED,
    FAILING,
    SUSPENDED;

    /** As it stands in answers and in the database. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DomainState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
