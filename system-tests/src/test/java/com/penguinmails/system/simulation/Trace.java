package com.penguinmails.system.simulation;

/** What happened, in order: a number that two equal runs share, and the last lines in words. For one thread. */
final class Trace {
    private static final int KEPT = 80;

    private final String[] words = new String[KEPT];
    private final Object[][] details = new Object[KEPT][];
    private final long[] instants = new long[KEPT];
    private long hash = 1;
    private int lines;

    /** Writes a line down; details are text, numbers or other values of which the text is the same in every run and every JVM. */
    void say(long nanos, String what, Object... about) {
        int line = lines++ % KEPT;
        words[line] = what;
        details[line] = about;
        instants[line] = nanos;
        hash = mix(mix(hash, nanos), what.hashCode());
        for (Object detail : about) {
            // That of a number or a text is the same in every JVM, and that of an enum is not.
            hash = mix(hash, (detail instanceof Number ? detail : detail.toString()).hashCode());
        }
    }

    /** Equal for equal traces, and hardly ever for others. */
    long hash() {
        return hash;
    }

    int lines() {
        return lines;
    }

    /** The last lines, oldest first. */
    String tail() {
        var text = new StringBuilder();
        for (int i = Math.max(0, lines - KEPT); i < lines; i++) {
            text.append(String.format("%n  %,19d  %s", instants[i % KEPT], words[i % KEPT]));
            for (Object detail : details[i % KEPT]) {
                text.append(' ').append(detail);
            }
        }
        return text.toString();
    }

    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * 0x9e3779b97f4a7c15L;
        return mixed ^ mixed >>> 31;
    }
}
