package com.penguinmails.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.penguinmails.control.api.Operation;
import com.penguinmails.mta.http.Route;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ControlRig.Extension.class)
class IsolationTest {
    private static final Map<String, String> BODIES = Map.of("/v1/tenants/{id}/suspend", "{\"reason\": \"x\"}",
            "/v1/domains/{id}/transfer", "{\"workspace_id\": \"wsp_01m89qp6jafv2ry62x0s179m3x\"}",
            "/v1/domains/{id}/publish",
            "{\"server\": \"192.0.2.53:53\", \"tsig\": {\"name\": \"k.example\", \"secret\": \"c2VjcmV0\"}}");

    /** One of each kind of thing that a tenant has, by the first part of its path. */
    @CanIgnoreReturnValue
    private static Map<String, String> things(String tenant, ControlClient client) throws Exception {
        String workspace = client.post("/v1/workspaces", "{\"name\": \"w\"}").expect(201).text("id");
        String key = client.post("/v1/api-keys", "{\"name\": \"k\", \"scopes\": [\"messages:send\"]}").expect(201)
                .text("id");
        String domain = client.post("/v1/domains", "{\"workspace_id\": \"%s\", \"name\": \"%s.example.com\"}"
                .formatted(workspace, tenant.replace("_", ""))).expect(201).text("id");
        return Map.of("tenants", tenant, "workspaces", workspace, "api-keys", key, "domains", domain);
    }

    @Test
    void nothingOfAnotherTenantIsFoundByItsId(ControlRig rig) throws Exception {
        String mine = rig.newTenant("mine");
        String theirs = rig.newTenant("theirs");
        ControlClient me = rig.tenantClient(mine);
        Map<String, String> foreign = things(theirs, rig.tenantClient(theirs));
        Map<String, String> own = things(mine, me);
        var asked = new ArrayList<String>();

        for (Route<Operation> route : rig.routes()) {
            if (!route.path().contains("{id}")) {
                continue;
            }
            String kind = route.path().split("/", -1)[2];
            String body = BODIES.get(route.path());
            String id = kind.equals("nodes") ? rig.newNode("of nobody") : foreign.get(kind);
            int status = me.send(route.method(), route.path().replace("{id}", id), body).status();
            assertThat(status).as(route.method() + " " + route.path()).isIn(403, 404);
            asked.add(kind);
        }

        assertThat(asked).contains("tenants", "workspaces", "api-keys", "domains");
        // The same requests find one's own, so that the refusals above mean something.
        for (Map.Entry<String, String> thing : own.entrySet()) {
            me.get("/v1/" + thing.getKey() + "/" + thing.getValue()).expect(200);
        }
    }

    @Test
    void listsAndTheAuditLogShowOnlyOnesOwn(ControlRig rig) throws Exception {
        String mine = rig.newTenant("lister");
        String theirs = rig.newTenant("listed");
        ControlClient me = rig.tenantClient(mine);
        things(theirs, rig.tenantClient(theirs));
        things(mine, me);

        for (String path : List.of("/v1/tenants", "/v1/workspaces", "/v1/api-keys", "/v1/domains", "/v1/audit-log",
                "/v1/audit-log/chains", "/v1/audit-log/export")) {
            String shown = me.get(path).expect(200).response().body();
            assertThat(shown).as(path).contains(mine).doesNotContain(theirs);
        }
        JsonNode filtered = me.get("/v1/workspaces?tenant_id=" + theirs).expect(200).body();
        assertThat(filtered.path("data")).isEmpty();
    }

    @Test
    void nothingCanBeMadeForAnotherTenant(ControlRig rig) throws Exception {
        String theirs = rig.newTenant("victim");
        ControlClient me = rig.tenantClient(rig.newTenant("thief"));

        var workspace = me.post("/v1/workspaces", "{\"tenant_id\": \"%s\", \"name\": \"w\"}".formatted(theirs));
        var key = me.post("/v1/api-keys",
                "{\"tenant_id\": \"%s\", \"name\": \"k\", \"scopes\": [\"messages:send\"]}".formatted(theirs));

        assertThat(workspace.expect(422).pointers()).containsExactly("/tenant_id");
        assertThat(key.expect(422).pointers()).containsExactly("/tenant_id");
    }

    @Test
    void theDatabaseItselfShowsATenantOnlyItsOwn(ControlRig rig) throws Exception {
        String mine = rig.newTenant("rows");
        things(mine, rig.tenantClient(mine));
        String theirs = rig.newTenant("other rows");
        things(theirs, rig.tenantClient(theirs));

        try (Connection connection = rig.owner(); Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE penguin_tenant");
            assertThat(count(statement, "tenants")).as("nobody said which tenant").isZero();
            statement.execute("SELECT set_config('penguin.tenant', '" + mine + "', false)");
            assertThat(count(statement, "tenants")).isEqualTo(1);
            assertThat(count(statement, "workspaces")).isEqualTo(1);
            for (String table : List.of("domains", "domain_keys", "domain_events")) {
                assertThat(count(statement, table)).as(table).isPositive();
                assertThat(count(statement, table + " WHERE tenant_id <> '" + mine + "'")).as(table).isZero();
            }
            assertThat(statement.executeUpdate("DELETE FROM domains WHERE tenant_id = '" + theirs + "'")).isZero();
            assertThat(count(statement, "api_keys WHERE tenant_id <> '" + mine + "'")).isZero();
            assertThat(count(statement, "audit_log WHERE chain <> '" + mine + "'")).isZero();
            assertThat(
                    statement.executeUpdate("UPDATE workspaces SET name = 'taken' WHERE tenant_id = '" + theirs + "'"))
                    .isZero();
        }
    }

    @Test
    void everyTableIsUnderRowLevelSecurityAndTheApplicationOwnsNone(ControlRig rig) throws Exception {
        try (Connection connection = rig.owner(); Statement statement = connection.createStatement()) {
            assertThat(names(statement, """
                    SELECT relname FROM pg_class WHERE relnamespace = 'control'::regnamespace AND relkind = 'r'
                    AND NOT relrowsecurity AND relname <> 'flyway_schema_history'""")).isEmpty();
            assertThat(names(statement, """
                    SELECT relname FROM pg_class WHERE relnamespace = 'control'::regnamespace
                    AND pg_get_userbyid(relowner) IN ('penguin_tenant', 'penguin_operator')""")).isEmpty();
            assertThat(names(statement, """
                    SELECT rolname FROM pg_roles WHERE rolname IN ('penguin_tenant', 'penguin_operator')
                    AND (rolsuper OR rolbypassrls)""")).isEmpty();
        }
    }

    private static long count(Statement statement, String from) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT count(*) FROM " + from)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static List<String> names(Statement statement, String sql) throws SQLException {
        var names = new ArrayList<String>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
