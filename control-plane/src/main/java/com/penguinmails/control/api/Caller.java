package com.penguinmails.control.api;

import com.penguinmails.control.database.Access;
import java.util.Set;

/**
 * Who asks.
 *
 * @param keyId the id of the key's resource
 * @param access what it may see: one tenant, or everything
 * @param scopes what it may do
 * @param test whether it is a test key, which can give no live one
 */
public record Caller(String keyId, Access access, Set<Scope> scopes, boolean test) {

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    public boolean isOperator() {
        return access instanceof Access.Operator;
    }

    /** The tenant that it belongs to; empty for an operator. */
    public String tenant() {
        return access instanceof Access.Tenant(String id) ? id : "";
    }
}
