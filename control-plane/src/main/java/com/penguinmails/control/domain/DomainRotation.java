package com.penguinmails.control.domain;

import com.penguinmails.control.api.ControlRequest;
import com.penguinmails.control.api.Operation;
import com.penguinmails.control.api.Result;
import com.penguinmails.control.api.Scope;
import com.penguinmails.control.audit.Author;
import com.penguinmails.control.domain.DomainKey.State;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.http.Route;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * {@code POST /v1/domains/{id}/dkim/rotate}: makes successors of the keys that sign. Each signs once its record was seen wherever DNS
 * answered; until then the old one does. Thread-safe.
 */
final class DomainRotation {
    private static final long MAX_OVERLAP_SECONDS = Duration.ofDays(30).toSeconds();

    private final DomainTools tools;

    DomainRotation(DomainTools tools) {
        this.tools = tools;
    }

    List<Route<Operation>> routes() {
        return List.of(new Route<>("POST", "/v1/domains/{id}/dkim/rotate",
                new Operation.Change(Scope.DOMAINS_WRITE, this::rotate)));
    }

    private Operation.Change.Work rotate(ControlRequest request) {
        JsonFields fields = request.fields();
        Long overlap = fields.whole("overlap_seconds", 0, MAX_OVERLAP_SECONDS);
        fields.finish();
        Domain seen = tools.database().transact(request.caller().access(),
                handle -> DomainRequests.existing(tools.store(), request, handle));
        requireSigning(seen);
        List<KeyMaker.Made> made = tools.keys().pair(seen.id(), tools.clock().instant(),
                overlap == null ? tools.config().keyOverlap() : Duration.ofSeconds(overlap));
        return handle -> rotated(request, handle, made);
    }

    private Result rotated(ControlRequest request, Handle handle, List<KeyMaker.Made> made) {
        Domain before = DomainRequests.locked(tools.store(), request, handle);
        requireSigning(before);
        made.forEach(key -> tools.ledger().keyMade(handle, Author.of(request), before, key));
        tools.store().putOff(handle, before.id(), tools.clock().instant().plus(tools.config().recheckPending()));
        return Result.ok(tools.store().show(DomainRequests.existing(tools.store(), request, handle)));
    }

    private static void requireSigning(Domain domain) {
        if (domain.keysIn(State.LIVE).isEmpty()) {
            throw Problem.of(409, "not_signing", "No key signs yet",
                    "publish the records of the keys that are there, and have them verified").toException();
        }
        if (!domain.keysIn(State.WAITING).isEmpty()) {
            throw Problem.of(409, "rotation_running", "A rotation is under way",
                    "publish the records of the keys that wait; they sign once they were seen").toException();
        }
    }
}
