package com.penguinmails.control.domain;

import com.penguinmails.control.api.ControlRequest;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.message.Base32Id;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the operations on domains have in common when they read a request. */
final class DomainRequests {
    private static final String WORKSPACE = "wsp_";
    private static final int MAX_ID = 64;

    private DomainRequests() {}

    /** The id of a workspace, which must be given. */
    static String workspace(JsonFields fields) {
        String id = fields.requiredText("workspace_id", MAX_ID);
        if (fields.node("workspace_id") != null && !id.isEmpty() && !Base32Id.isOne(WORKSPACE, id)) {
            fields.problem("/workspace_id", "not_found", "there is none with this id");
        }
        return id;
    }

    /** The tenant of a workspace, 422 where the caller sees none. */
    static String tenantOf(Handle handle, String workspace) {
        return DomainStore.tenantOf(handle, workspace).orElseThrow(() -> Problem.invalid(
                List.of(new FieldProblem("/workspace_id", "not_found", "there is none with this id"))).toException());
    }

    static String id(ControlRequest request) {
        return request.id(Domain.PREFIX, "domain");
    }

    static Domain existing(DomainStore store, ControlRequest request, Handle handle) {
        return store.find(handle, id(request)).orElseThrow(() -> request.notFound("domain").toException());
    }

    static Domain locked(DomainStore store, ControlRequest request, Handle handle) {
        return store.lock(handle, id(request)).orElseThrow(() -> request.notFound("domain").toException());
    }

    /** Why a name is none, or null. */
    static @Nullable String problemOf(String name) {
        try {
            var _ = DomainNames.parse(name);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
