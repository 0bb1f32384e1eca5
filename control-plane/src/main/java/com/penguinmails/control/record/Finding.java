package com.penguinmails.control.record;

import java.util.List;

/**
 * What one server told of a record.
 *
 * @param found the values that are there, shortened to what can be shown
 * @param problem what is wrong and how to mend it; empty: nothing
 */
public record Finding(RecordStatus status, List<String> found, String problem) {
    private static final int MOST = 10;
    private static final int LONGEST = 512;

    public Finding {
        found = found.stream().limit(MOST).map(Finding::shown).toList();
    }

    public static Finding ok(List<String> found) {
        return new Finding(RecordStatus.OK, found, "");
    }

    public static Finding missing(String problem) {
        return new Finding(RecordStatus.MISSING, List.of(), problem);
    }

    public static Finding wrong(List<String> found, String problem) {
        return new Finding(RecordStatus.WRONG, found, problem);
    }

    public static Finding unknown(String problem) {
        return new Finding(RecordStatus.UNKNOWN, List.of(), problem);
    }

    /** What strangers publish may hold anything, and be 64 KB long. */
    private static String shown(String value) {
        String head = value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
        return head.replaceAll("\\p{C}", "?");
    }
}
