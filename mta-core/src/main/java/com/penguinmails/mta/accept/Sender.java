package com.penguinmails.mta.accept;

import com.penguinmails.mta.message.PriorityClass;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who submits: what a key, a credential or a trusted address stands for.
 *
 * @param keyId the key's public id; empty for a trusted address without a key
 * @param tenant the tenant that its mail is accounted to; empty: it may name any
 * @param fromDomains the domains that may stand in From and in the reverse-path; empty: any
 * @param scopes what it may do, such as {@code messages:send}
 * @param test whether its mail goes to the sink only
 * @param priority the class of its mail that names none; null: the listener's
 */
public record Sender(String keyId, String tenant, Set<String> fromDomains, Set<String> scopes, boolean test,
        @Nullable PriorityClass priority) {

    public Sender {
        fromDomains = Set.copyOf(fromDomains);
        scopes = Set.copyOf(scopes);
    }

    /** One whose mail has no class of its own. */
    public Sender(String keyId, String tenant, Set<String> fromDomains, Set<String> scopes, boolean test) {
        this(keyId, tenant, fromDomains, scopes, test, null);
    }

    /** The class of its mail that names none. */
    public PriorityClass priorityOr(PriorityClass otherwise) {
        return priority == null ? otherwise : priority;
    }
}
