package com.penguinmails.mta.accept;

import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.PriorityClass;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Our own header fields, by which a message that comes by SMTP says what the HTTP API says in JSON. Each may be there once. */
final class OwnFields {
    static final String TENANT = "X-Penguin-Tenant";
    static final String CAMPAIGN = "X-Penguin-Campaign";
    static final String TAG = "X-Penguin-Tag";
    static final String IDEMPOTENCY_KEY = "X-Penguin-Idempotency-Key";
    static final String SEND_AT = "X-Penguin-Send-At";
    static final String PRIORITY = "X-Penguin-Priority";
    static final List<String> NAMES = List.of(TENANT, CAMPAIGN, TAG, IDEMPOTENCY_KEY, SEND_AT, PRIORITY);

    private final MessageHeader header;

    OwnFields(MessageHeader header) {
        this.header = header;
    }

    /** @throws IllegalArgumentException if a label is there twice or not valid */
    Labels labels(String defaultTenant) {
        String tenant = value(TENANT);
        return new Labels(tenant == null ? defaultTenant : tenant, orEmpty(value(CAMPAIGN)), orEmpty(value(TAG)));
    }

    /** @throws IllegalArgumentException if it is no priority */
    PriorityClass priority(PriorityClass otherwise) {
        String value = value(PRIORITY);
        if (value == null) {
            return otherwise;
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "transactional" -> PriorityClass.TRANSACTIONAL;
            case "bulk" -> PriorityClass.BULK;
            default -> throw new IllegalArgumentException(PRIORITY + " is transactional or bulk");
        };
    }

    /**
     * 0: now.
     *
     * @throws IllegalArgumentException if it is no time of RFC 3339
     */
    long sendAtMillis() {
        String value = value(SEND_AT);
        try {
            return value == null ? 0 : OffsetDateTime.parse(value).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(SEND_AT + " needs a time of RFC 3339 such as 2027-01-31T09:00:00Z", e);
        }
    }

    /** @throws IllegalArgumentException if it is no key */
    @Nullable
    String idempotencyKey() {
        String value = value(IDEMPOTENCY_KEY);
        if (value != null) {
            IdempotencyKey.requireValid(value);
        }
        return value;
    }

    private @Nullable String value(String name) {
        int field = header.find(name, 0);
        if (field < 0) {
            return null;
        }
        if (header.find(name, field + 1) >= 0) {
            throw new IllegalArgumentException(name + " is there twice; leave one");
        }
        return header.value(field);
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
