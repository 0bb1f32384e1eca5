package com.penguinmails.control.api;

import com.penguinmails.mta.http.JsonFields;
import org.jspecify.annotations.Nullable;

/** Texts that people write: names, reasons, ids of theirs. What a database or a terminal cannot hold is refused. */
public final class Words {

    private Words() {}

    /** A text that must be given. */
    public static String required(JsonFields fields, String name, int maxLength) {
        return checked(fields, name, fields.requiredText(name, maxLength));
    }

    /** A text, or null where it is absent. */
    public static @Nullable String optional(JsonFields fields, String name, int maxLength) {
        String text = fields.optionalText(name, maxLength);
        return text == null ? null : checked(fields, name, text);
    }

    private static String checked(JsonFields fields, String name, String text) {
        if (text.codePoints().anyMatch(Words::isRefused)) {
            fields.problem('/' + name, "characters_invalid", "control characters and half characters are not allowed");
        }
        return text;
    }

    static boolean isRefused(int codePoint) {
        return Character.isISOControl(codePoint)
                || codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
