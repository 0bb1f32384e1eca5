package com.penguinmails.control.domain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.audit.AuditLog;
import com.penguinmails.control.audit.AuditLog.Deed;
import com.penguinmails.control.audit.Author;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.IdGenerator;
import org.jdbi.v3.core.Handle;

/** The one place where changes of domains are written down: the row, its entry in the audit log, and its event. Thread-safe. */
final class DomainLedger {
    private final DomainStore store;
    private final AuditLog audit;
    private final DomainEvents events;

    DomainLedger(DomainStore store, AuditLog audit, Clock clock, IdGenerator ids) {
        this.store = store;
        this.audit = audit;
        this.events = new DomainEvents(clock, ids);
    }

    /** @return false where the tenant has one of this name, if that is to be passed over */
    boolean create(Handle handle, Author author, Domain domain, boolean passOver) {
        if (!store.insert(handle, domain, passOver)) {
            return false;
        }
        audit.write(handle, author, Deed.creation(domain.tenantId(), "domain.created", domain.id(),
                DomainJson.brief(domain)));
        events.created(handle, domain);
        return true;
    }

    void delete(Handle handle, Author author, Domain domain) {
        store.delete(handle, domain.id());
        audit.write(handle, author, new Deed(domain.tenantId(), "domain.deleted", domain.id(),
                DomainJson.brief(domain), JsonNodeFactory.instance.objectNode()));
        events.deleted(handle, domain);
    }

    /** A change that somebody made. */
    void change(Handle handle, Author author, Domain before, Domain after, String action) {
        store.update(handle, after);
        audit.write(handle, author, new Deed(after.tenantId(), action, after.id(), DomainJson.brief(before),
                DomainJson.brief(after)));
    }

    /** What a look at DNS came to: told only where the domain stands elsewhere now. */
    void checked(Handle handle, Author author, Domain before, Domain after) {
        if (before.standing().state() == after.standing().state()) {
            store.update(handle, after);
            return;
        }
        change(handle, author, before, after, "domain.status_changed");
        events.statusChanged(handle, before, after);
    }

    void keyMade(Handle handle, Author author, Domain domain, KeyMaker.Made made) {
        store.insertKey(handle, domain, made);
        audit.write(handle, author, new Deed(domain.tenantId(), "domain.key_made", domain.id(),
                JsonNodeFactory.instance.objectNode(), DomainJson.show(made.key())));
    }

    void keyChanged(Handle handle, Author author, Domain domain, DomainKey before, DomainKey after) {
        store.updateKey(handle, domain.id(), after);
        ObjectNode shown = DomainJson.show(after);
        audit.write(handle, author, new Deed(domain.tenantId(),
                "domain.key_" + shown.path("state").asText(), domain.id(), DomainJson.show(before), shown));
    }
}
