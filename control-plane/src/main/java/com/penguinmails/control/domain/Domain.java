package com.penguinmails.control.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.domain.DomainKey.State;
import com.penguinmails.control.record.DomainRecords;
import com.penguinmails.control.record.ExpectedRecord;
import com.penguinmails.control.record.PublishedKey;
import com.penguinmails.control.record.ServiceNames;
import com.penguinmails.dns.DomainName;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name that mail is sent from.
 *
 * @param id {@code dom_} and a UUIDv7
 * @param name in lower-case A-labels
 * @param keys all that it has and had
 * @param findings what each record was found to be when it was last looked at, by {@link ExpectedRecord#key}
 * @param checks when it was looked at
 */
record Domain(String id, String tenantId, String workspaceId, DomainName name, Standing standing,
        List<DomainKey> keys, ObjectNode findings, Checks checks, Instant createdAt, Instant updatedAt) {
    static final String PREFIX = "dom_";

    Domain {
        keys = List.copyOf(keys);
    }

    /**
     * When it was and is to be looked at.
     *
     * @param last null: never
     * @param next null: when somebody asks for it
     */
    record Checks(@Nullable Instant last, @Nullable Instant next) {}

    /** The keys in a state, RSA first. */
    List<DomainKey> keysIn(State state) {
        return keys.stream().filter(key -> key.state() == state).sorted(Comparator.comparing(DomainKey::algorithm))
                .toList();
    }

    /**
     * What it has to publish: each key that is not retired, and the rest. Required are the keys that sign; before any does, those that
     * are to.
     */
    List<ExpectedRecord> records(ServiceNames names) {
        boolean signs = !keysIn(State.LIVE).isEmpty();
        List<PublishedKey> published = keys.stream().filter(key -> key.state() != State.RETIRED)
                .sorted(Comparator.comparing(DomainKey::state).thenComparing(DomainKey::algorithm))
                .map(key -> new PublishedKey(key.selector(), key.record(),
                        key.state() == State.LIVE || key.state() == State.WAITING && !signs))
                .toList();
        return DomainRecords.of(name, published, names);
    }
}
