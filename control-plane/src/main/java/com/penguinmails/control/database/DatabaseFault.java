package com.penguinmails.control.database;

import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.http.Problem;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failure of the database means: by SQLSTATE (PostgreSQL's appendix A) and the name of a constraint. */
final class DatabaseFault {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFault.class);
    private static final int RETRY_SECONDS = 2;
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String FOREIGN_KEY_VIOLATION = "23503";
    /** Fields by the constraint that guards them. */
    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("tenants_external_id", "/external_id"), Map.entry("workspaces_name", "/name"),
            Map.entry("api_keys_workspace", "/workspace_id"), Map.entry("api_keys_tenant_id_fkey", "/tenant_id"),
            Map.entry("workspaces_tenant_id_fkey", "/tenant_id"), Map.entry("domains_name", "/name"),
            Map.entry("domains_workspace", "/workspace_id"), Map.entry("nodes_name", "/name"));

    private DatabaseFault() {}

    /** A problem for the client where the failure is one, else the failure itself. */
    static RuntimeException of(JdbiException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException) {
                return later(failure);
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return of(sql, failure);
            }
        }
        return failure;
    }

    private static RuntimeException of(SQLException sql, JdbiException failure) {
        String state = sql.getSQLState();
        if (state.equals(UNIQUE_VIOLATION)) {
            return conflict(field(sql), "already_exists", "there is one with this value already").toException();
        }
        if (state.equals(FOREIGN_KEY_VIOLATION) && isStillReferenced(sql)) {
            return Problem.of(409, "in_use", "It is still in use", "remove what refers to it first").toException();
        }
        if (state.equals(FOREIGN_KEY_VIOLATION)) {
            return Problem.invalid(List.of(new FieldProblem(field(sql), "not_found", "there is none with this id")))
                    .toException();
        }
        // Connections that broke, resources that ran out, a server that stops, transactions that met.
        boolean passing = state.startsWith("08") || state.startsWith("53") || state.startsWith("57P")
                || state.startsWith("40");
        return passing ? later(failure) : failure;
    }

    private static RuntimeException later(JdbiException failure) {
        LOG.warn("The database could not do a request: {}", failure.getMessage());
        return Problem.unavailable("the database cannot be reached now", RETRY_SECONDS).toException();
    }

    private static Problem conflict(String pointer, String code, String detail) {
        return new Problem(409, code, "There is one already", detail, List.of(new FieldProblem(pointer, code, detail)),
                Map.of(), Map.of());
    }

    private static boolean isStillReferenced(SQLException sql) {
        return String.valueOf(sql.getMessage()).contains("still referenced");
    }

    private static String field(SQLException sql) {
        ServerErrorMessage message = sql instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        String constraint = message == null ? null : message.getConstraint();
        return constraint == null ? "" : FIELDS.getOrDefault(constraint, "");
    }
}
