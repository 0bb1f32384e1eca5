package com.penguinmails.control.record;

import java.util.List;

/**
 * What all views together say of a record.
 *
 * @param finding the authoritative servers' word where they gave one, else the first resolver's that did
 * @param views what each view made of it
 */
public record RecordReport(ExpectedRecord expected, Finding finding, List<Seen> views) {

    /** What one view made of a record. */
    public record Seen(String view, RecordStatus status) {}

    public RecordReport {
        views = List.copyOf(views);
    }

    public boolean isOk() {
        return finding.status() == RecordStatus.OK;
    }

    /** Whether it is found wherever an answer was given. */
    public boolean isSeenEverywhere() {
        return isOk() && views.stream()
                .allMatch(seen -> seen.status() == RecordStatus.OK || seen.status() == RecordStatus.UNKNOWN);
    }
}
