package com.penguinmails.control.api;

import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.message.Base32Id;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which tenant something belongs to: a tenant's key always means its own, an operator's says which. */
public final class Owner {
    private static final String PREFIX = "ten_";
    private static final int MAX_LENGTH = 64;

    private Owner() {}

    /** The tenant, which an operator must name. */
    public static String required(JsonFields fields, Caller caller) {
        String tenant = optional(fields, caller);
        if (tenant == null && !fields.has("tenant_id")) {
            fields.problem("/tenant_id", "required", "an operator's key belongs to no tenant: name one");
        } else if (tenant == null && fields.node("tenant_id") == null) {
            fields.problem("/tenant_id", "required", "this field must be given");
        }
        return tenant == null ? "" : tenant;
    }

    /** The tenant; null for what belongs to none, which only an operator can mean, or with a problem noted. */
    public static @Nullable String optional(JsonFields fields, Caller caller) {
        String named = fields.optionalText("tenant_id", MAX_LENGTH);
        if (!caller.isOperator()) {
            if (named != null && !named.equals(caller.tenant())) {
                fields.problem("/tenant_id", "not_found", "there is none with this id");
            }
            return caller.tenant();
        }
        if (named != null && !Base32Id.isOne(PREFIX, named)) {
            fields.problem("/tenant_id", "not_found", "there is none with this id");
            return null;
        }
        return named;
    }

    /** What a list is bounded to by {@code tenant_id} in the query string. */
    public static List<Page.Condition> condition(ControlRequest request) {
        String tenant = request.single("tenant_id");
        if (tenant.isEmpty()) {
            return List.of();
        }
        if (!Base32Id.isOne(PREFIX, tenant)) {
            throw Problem.badRequest("parameter_invalid", "tenant_id is the id of a tenant").toException();
        }
        return List.of(new Page.Condition("tenant_id = :tenant", "tenant", tenant));
    }
}
