package com.penguinmails.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ControlRig.Extension.class)
class ApiKeysTest {

    @Test
    void theFirstOperatorsKeyIsInAFileThatOnlyItsOwnerReads(ControlRig rig) throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rig.operatorKeyFile())))
                .isEqualTo("rw-------");
        rig.operator().get("/v1/tenants").expect(200);
    }

    @Test
    void aKeyIsShownOnceAndStoredNowhere(ControlRig rig) throws Exception {
        JsonNode made = rig.operator().post("/v1/api-keys", """
                {"name": "n", "scopes": ["tenants:read"]}""", "Idempotency-Key", "once").expect(201).body();
        String key = made.path("key").asText();

        assertThat(key).startsWith("pm_live_");
        rig.with(key).get("/v1/tenants").expect(200);
        JsonNode shown = rig.operator().get("/v1/api-keys/" + made.path("id").asText()).expect(200).body();
        assertThat(shown.has("key")).isFalse();
        assertThat(dump(rig)).contains(made.path("public_id").asText()).doesNotContain(key, key.substring(19));
    }

    /** Every value of every table. */
    private static String dump(ControlRig rig) throws Exception {
        var all = new StringBuilder();
        try (Connection owner = rig.owner(); Statement statement = owner.createStatement()) {
            for (String table : new String[]{"tenants", "workspaces", "api_keys", "audit_log", "audit_chains",
                    "idempotency_keys"}) {
                try (ResultSet rows = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
                    while (rows.next()) {
                        all.append(rows.getString(1)).append('\n');
                    }
                }
            }
        }
        return all.toString();
    }

    @Test
    void aRotatedKeyIsGoodBesideTheNewOneUntilTheOverlapEnds(ControlRig rig) throws Exception {
        JsonNode old = rig.operator().post("/v1/api-keys", "{\"name\": \"r\", \"scopes\": [\"tenants:read\"]}")
                .expect(201)
                .body();
        String path = "/v1/api-keys/" + old.path("id").asText();
        JsonNode fresh = rig.operator().post(path + "/rotate", "{\"overlap_seconds\": 60}").expect(201).body();

        rig.with(old.path("key").asText()).get("/v1/tenants").expect(200);
        rig.with(fresh.path("key").asText()).get("/v1/tenants").expect(200);
        assertThat(fresh.path("scopes")).isEqualTo(old.path("scopes"));
        assertThat(rig.operator().post(path + "/rotate", "{}").expect(409).text("code")).isEqualTo("already_rotated");
        rig.clock.forward(Duration.ofSeconds(61));

        rig.with(old.path("key").asText()).get("/v1/tenants").expect(401);
        rig.with(fresh.path("key").asText()).get("/v1/tenants").expect(200);
        assertThat(rig.operator().get(path).text("replaced_by")).isEqualTo(fresh.path("id").asText());
    }

    @Test
    void aRevokedKeyIsRefusedFromThatMomentOn(ControlRig rig) throws Exception {
        JsonNode key = rig.operator().post("/v1/api-keys", "{\"name\": \"x\", \"scopes\": [\"tenants:read\"]}")
                .expect(201)
                .body();
        rig.with(key.path("key").asText()).get("/v1/tenants").expect(200);

        rig.operator().post("/v1/api-keys/" + key.path("id").asText() + "/revoke", "").expect(200);

        assertThat(rig.with(key.path("key").asText()).get("/v1/tenants").expect(401).text("code"))
                .isEqualTo("key_invalid");
        rig.operator().post("/v1/api-keys/" + key.path("id").asText() + "/rotate", "{}").expect(409);
    }

    @Test
    void aKeyEndsAtItsExpiryAndIsBoundToItsNetworks(ControlRig rig) throws Exception {
        String soon = rig.clock.instant().plusSeconds(30).toString();
        String here = rig.operator().post("/v1/api-keys", """
                {"name": "here", "scopes": ["tenants:read"], "allowed_cidrs": ["127.0.0.0/8"], "expires_at": "%s"}"""
                .formatted(soon)).expect(201).text("key");
        String elsewhere = rig.operator().post("/v1/api-keys",
                """
                        {"name": "elsewhere", "scopes": ["tenants:read"], "allowed_cidrs": ["192.0.2.0/24", "2001:db8::/32"]}""")
                .expect(201).text("key");

        rig.with(here).get("/v1/tenants").expect(200);
        rig.with(elsewhere).get("/v1/tenants").expect(401);
        rig.clock.forward(Duration.ofSeconds(31));

        rig.with(here).get("/v1/tenants").expect(401);
    }

    @Test
    void aKeyGivesNoMoreThanItHas(ControlRig rig) throws Exception {
        String tenant = rig.newTenant("small");
        String narrow = rig.operator().post("/v1/api-keys", """
                {"tenant_id": "%s", "name": "k", "scopes": ["api-keys:write"]}""".formatted(tenant)).expect(201)
                .text("key");
        JsonNode wide = rig.operator().post("/v1/api-keys", """
                {"tenant_id": "%s", "name": "w", "scopes": ["api-keys:write", "audit-log:read"]}""".formatted(tenant))
                .expect(201).body();

        var refused = rig.with(narrow).post("/v1/api-keys", """
                {"name": "more", "scopes": ["api-keys:write", "audit-log:read", "tenants:write"]}""").expect(422);
        assertThat(refused.pointers()).containsExactly("/scopes/1", "/scopes/2");
        rig.with(narrow).post("/v1/api-keys/" + wide.path("id").asText() + "/rotate", "{}").expect(403);
        assertThat(rig.with(narrow).get("/v1/api-keys").expect(403).text("detail")).contains("api-keys:read");
    }

    @Test
    void aTestKeyMakesOnlyTestKeys(ControlRig rig) throws Exception {
        String test = rig.operator().post("/v1/api-keys",
                "{\"name\": \"t\", \"test\": true, \"scopes\": [\"api-keys:write\", \"api-keys:read\"]}").expect(201)
                .text("key");

        assertThat(test).startsWith("pm_test_");
        var refused = rig.with(test).post("/v1/api-keys", """
                {"name": "live", "test": false, "scopes": ["api-keys:read"]}""").expect(422);
        assertThat(refused.pointers()).containsExactly("/test");
        assertThat(rig.with(test).post("/v1/api-keys", "{\"name\": \"n\", \"scopes\": [\"api-keys:read\"]}").expect(201)
                .text("key")).startsWith("pm_test_");
    }

    @Test
    void aKeyInTheUrlOrAWrongOneIsNeverTaken(ControlRig rig) throws Exception {
        String key = rig.operator().key();

        assertThat(rig.anonymous().get("/v1/tenants?api_key=" + key).expect(400).text("code"))
                .isEqualTo("key_in_query");
        assertThat(rig.anonymous().get("/v1/tenants").expect(401).header("WWW-Authenticate")).isEqualTo("Bearer");
        String wrong = key.substring(0, 30) + (key.charAt(30) == 'a' ? 'b' : 'a') + key.substring(31);
        assertThat(rig.with(wrong).get("/v1/tenants").expect(401).response().body()).doesNotContain(wrong);
    }

    @Test
    void aKeyBoundToAWorkspaceKeepsItFromBeingDeleted(ControlRig rig) throws Exception {
        String tenant = rig.newTenant("parts");
        String workspace = rig.operator().post("/v1/workspaces", """
                {"tenant_id": "%s", "name": "w"}""".formatted(tenant)).expect(201).text("id");
        String body = "{\"tenant_id\": \"%s\", \"workspace_id\": \"%s\", \"name\": \"k\", \"scopes\": [\"messages:send\"]}";
        rig.operator().post("/v1/api-keys", body.formatted(tenant, workspace)).expect(201);

        assertThat(rig.operator().delete("/v1/workspaces/" + workspace).expect(409).text("code")).isEqualTo("in_use");
        var other = rig.operator().post("/v1/api-keys", body.formatted(rig.newTenant("other"), workspace)).expect(422);
        assertThat(other.pointers()).containsExactly("/workspace_id");
    }
}
