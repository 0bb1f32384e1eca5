package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.accept.Sender;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.Mailbox;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.ReversePath;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a message and a job say alike: whom they are accounted to and when they are sent.
 *
 * @param returnPath where bounces go, or null for the address in From
 * @param sendAtMillis not before; 0: now
 * @param expiresMillis not any more from; 0: the node's default
 */
record Terms(Labels labels, PriorityClass priority, @Nullable ReversePath returnPath, long sendAtMillis,
        long expiresMillis) {

    /** Reads the fields; what is wrong is put to the reader's problems and a default stands in its place. */
    static Terms read(JsonFields fields, Sender sender, String defaultTenant, PriorityClass defaultPriority) {
        String own = sender.tenant().isEmpty() ? defaultTenant : sender.tenant();
        String tenant = label(fields, "tenant", own);
        Labels labels = new Labels(tenant.isEmpty() ? own : tenant, label(fields, "campaign", ""),
                label(fields, "tag", ""));
        PriorityClass priority = fields.parsed("priority", "priority_invalid", Terms::priority);
        ReversePath returnPath = fields.parsed("return_path", "address_invalid", ReversePath::parse);
        long sendAt = time(fields, "send_at");
        long expires = time(fields, "expires_at");
        return new Terms(labels, priority == null ? sender.priorityOr(defaultPriority) : priority, returnPath, sendAt,
                expires);
    }

    ReversePath returnPathOr(Mailbox from) {
        return returnPath == null ? new ReversePath(from) : returnPath;
    }

    private static String label(JsonFields fields, String name, String otherwise) {
        String value = fields.parsed(name, "label_invalid", Terms::requireLabel);
        return value == null ? otherwise : value;
    }

    private static String requireLabel(String text) {
        try {
            var _ = new Labels("x", text, "");
            return text;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("at most 64 characters of A-Z a-z 0-9 . _ - are expected", e);
        }
    }

    private static PriorityClass priority(String text) {
        for (PriorityClass value : PriorityClass.values()) {
            if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException("transactional or bulk is expected");
    }

    private static long time(JsonFields fields, String name) {
        long millis = fields.millis(name);
        if (millis < 0) {
            fields.problem('/' + name, "time_invalid", "a time after 1970 is expected");
        }
        return Math.max(millis, 0);
    }
}
