package com.penguinmails.testkit.smtp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The chunk that a BDAT command announced (RFC 3030 section 2). A refused one is read all the same, and dropped. */
final class ChunkReader {
    private static final Pattern ARGUMENT = Pattern.compile("([0-9]{1,18})( +LAST)?", Pattern.CASE_INSENSITIVE);

    private long left;
    private boolean last;
    private @Nullable Reply refusal;

    /** False if the argument is not {@code SIZE [LAST]}. */
    boolean begin(String argument) {
        Matcher form = ARGUMENT.matcher(argument.strip());
        if (!form.matches()) {
            return false;
        }
        left = Long.parseLong(form.group(1));
        last = form.group(2) != null;
        refusal = null;
        return true;
    }

    void refuse(Reply reply) {
        refusal = reply;
    }

    @Nullable
    Reply refusal() {
        return refusal;
    }

    /** How many of the bytes at hand belong to the chunk; they count as read. */
    int take(int available) {
        int length = (int) Math.min(left, available);
        left -= length;
        return length;
    }

    boolean isRead() {
        return left == 0;
    }

    boolean isLast() {
        return last;
    }
}
