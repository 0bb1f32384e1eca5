package com.penguinmails.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.control.ControlClient.Reply;
import com.penguinmails.mta.accept.ApiKey;
import com.penguinmails.mta.time.Randomness;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ControlRig.Extension.class)
class NodesTest {
    private static final String HEARTBEAT = """
            {"version": "1.2", "started_at": "2026-11-25T08:00:00Z", "time": "%s", "applied_version": %d, "queued": 7}""";

    private static String registration(ApiKey credential) {
        return "{\"credential_id\": \"%s\", \"credential_hash\": \"%s\"}".formatted(credential.id(),
                credential.hashHex());
    }

    private static long version(ControlClient node) throws Exception {
        return node.get("/v1/node/configuration").expect(200).body().path("version").asLong();
    }

    @Test
    void aTokenRegistersOneNodeOnceHoweverOftenItsAnswerIsLost(ControlRig rig) throws Exception {
        Reply created = rig.operator().post("/v1/nodes", "{\"name\": \"mta-1\"}").expect(201);
        ControlClient invited = rig.with(created.text("registration_token"));
        ApiKey credential = ApiKey.generate(Randomness.secure(), false);

        Reply first = invited.post("/v1/node/register", registration(credential)).expect(200);
        Reply again = invited.post("/v1/node/register", registration(credential)).expect(200);
        Reply other = invited.post("/v1/node/register", registration(ApiKey.generate(Randomness.secure(), false)));

        assertThat(first.text("id")).isEqualTo(created.text("id")).isEqualTo(again.text("id"));
        assertThat(other.expect(409).text("code")).isEqualTo("token_used");
        rig.with(credential.reveal()).get("/v1/node/configuration").expect(200);
        invited.get("/v1/node/configuration").expect(403);
    }

    @Test
    void aTokenThatIsTooOldRegistersNothing(ControlRig rig) throws Exception {
        Reply created = rig.operator().post("/v1/nodes", "{\"name\": \"late\", \"token_seconds\": 60}").expect(201);
        ControlClient invited = rig.with(created.text("registration_token"));
        rig.clock.forward(Duration.ofMinutes(2));

        invited.post("/v1/node/register", registration(ApiKey.generate(Randomness.secure(), false))).expect(401);
        assertThat(rig.operator().get("/v1/nodes/" + created.text("id")).expect(200).text("state"))
                .isEqualTo("invitation_expired");
    }

    @Test
    void aHeartbeatIsShownAndItsAbsenceToo(ControlRig rig) throws Exception {
        Reply created = rig.operator().post("/v1/nodes", "{\"name\": \"beating\"}").expect(201);
        ControlClient node = rig.register(rig.with(created.text("registration_token")));
        String path = "/v1/nodes/" + created.text("id");
        String behind = rig.clock.instant().minusSeconds(3600).toString();

        assertThat(rig.operator().get(path).expect(200).text("state")).isEqualTo("silent");
        node.post("/v1/node/heartbeat", HEARTBEAT.formatted(behind, 3)).expect(200);
        JsonNode shown = rig.operator().get(path).expect(200).body();
        assertThat(shown.path("state").asText()).isEqualTo("active");
        assertThat(shown.at("/heartbeat/queued").asInt()).isEqualTo(7);
        assertThat(shown.at("/heartbeat/applied_version").asInt()).isEqualTo(3);
        assertThat(shown.at("/heartbeat/clock_offset_ms").asLong()).isBetween(-3_610_000L, -3_599_000L);

        rig.clock.forward(Duration.ofSeconds(31));
        assertThat(rig.operator().get(path).expect(200).text("state")).isEqualTo("silent");
    }

    @Test
    void aNodeThatIsDeregisteredIsRefusedAtOnceAndListedNoMore(ControlRig rig) throws Exception {
        Reply created = rig.operator().post("/v1/nodes", "{\"name\": \"gone\"}").expect(201);
        ControlClient node = rig.register(rig.with(created.text("registration_token")));

        rig.operator().delete("/v1/nodes/" + created.text("id")).expect(204);

        node.get("/v1/node/configuration").expect(401);
        rig.with(created.text("registration_token")).post("/v1/node/register", "{}").expect(401);
        assertThat(rig.operator().get("/v1/nodes").expect(200).response().body()).doesNotContain(created.text("id"));
        rig.operator().post("/v1/nodes/" + created.text("id") + "/drain", "{}").expect(404);
        rig.operator().post("/v1/nodes", "{\"name\": \"gone\"}").expect(201);
        assertThat(rig.operator().get("/v1/audit-log?target=" + created.text("id")).expect(200).body()
                .findValuesAsText("action")).containsExactly("node.deregistered", "node.registered", "node.created");
    }

    @Test
    void aNameBelongsToOneNode(ControlRig rig) throws Exception {
        rig.operator().post("/v1/nodes", "{\"name\": \"twin\"}").expect(201);

        assertThat(rig.operator().post("/v1/nodes", "{\"name\": \"twin\"}").expect(409).pointers())
                .containsExactly("/name");
    }

    @Test
    void whatHoldsIsInTheConfigurationAndNothingElse(ControlRig rig) throws Exception {
        String tenant = rig.operator().post("/v1/tenants", """
                {"name": "shaped", "weight": 7, "priority_class": "transactional", "quota": {"per_hour": 1000}}""")
                .expect(201).text("id");
        Reply sending = rig.operator().post("/v1/api-keys", """
                {"tenant_id": "%s", "name": "sends", "scopes": ["messages:send"], "allowed_cidrs": ["192.0.2.0/24"],
                 "expires_at": "2030-01-01T00:00:00Z"}""".formatted(tenant)).expect(201);
        Reply looking = rig.operator().post("/v1/api-keys",
                "{\"tenant_id\": \"%s\", \"name\": \"looks\", \"scopes\": [\"tenants:read\"]}".formatted(tenant))
                .expect(201);
        rig.operator().post("/v1/tenants/" + tenant + "/suspend", """
                {"reason": "unpaid", "until": "2030-01-01T00:00:00Z"}""").expect(200);

        JsonNode document = rig.node().get("/v1/node/configuration").expect(200).body();

        JsonNode shown = document.path("tenants").valueStream().filter(t -> t.path("id").asText().equals(tenant))
                .findFirst().orElseThrow();
        assertThat(shown.path("weight").asInt()).isEqualTo(7);
        assertThat(shown.at("/quota/per_hour").asInt()).isEqualTo(1000);
        assertThat(shown.at("/suspension/reason").asText()).isEqualTo("unpaid");
        assertThat(shown.at("/suspension/until").asText()).isEqualTo("2030-01-01T00:00:00.000Z");
        JsonNode key = document.path("keys").valueStream()
                .filter(k -> k.path("id").asText().equals(sending.text("public_id"))).findFirst().orElseThrow();
        assertThat(key.path("hash").asText())
                .isEqualTo(ApiKey.parse(sending.text("key")).orElseThrow().hashHex());
        assertThat(key.path("allowed_cidrs").path(0).asText()).isEqualTo("192.0.2.0/24");
        assertThat(key.path("expires_at").asText()).isEqualTo("2030-01-01T00:00:00.000Z");
        assertThat(document.toString()).doesNotContain(looking.text("public_id"), sending.text("key"));
    }

    @Test
    void whoWaitsIsToldOfAChangeWithinASecond(ControlRig rig) throws Exception {
        ControlClient node = rig.node();
        long version = version(node);
        var waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return node.get("/v1/node/configuration?after=" + version);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Thread.sleep(300);
        assertThat(waiting).isNotDone();

        String tenant = rig.newTenant("made meanwhile");

        Reply told = waiting.get(1, TimeUnit.SECONDS).expect(200);
        assertThat(told.body().path("version").asLong()).isGreaterThan(version);
        assertThat(told.response().body()).contains(tenant);
    }

    @Test
    void drainingReachesTheNodeThatIsDrained(ControlRig rig) throws Exception {
        Reply created = rig.operator().post("/v1/nodes", "{\"name\": \"to drain\"}").expect(201);
        ControlClient node = rig.register(rig.with(created.text("registration_token")));
        String path = "/v1/nodes/" + created.text("id");
        long version = version(node);

        rig.operator().post(path + "/drain", "{}").expect(200);
        rig.operator().post(path + "/drain", "{}").expect(409);

        JsonNode drained = node.get("/v1/node/configuration?after=" + version).expect(200).body();
        assertThat(drained.at("/node/draining").asBoolean()).isTrue();
        assertThat(rig.node().get("/v1/node/configuration").expect(200).body().at("/node/draining").asBoolean())
                .isFalse();
    }

    @Test
    void aControlPlaneThatWasPutBackGoesBeyondWhatItsNodesHold(ControlRig rig) throws Exception {
        ControlClient node = rig.node();
        long held = version(node) + 100;

        node.post("/v1/node/heartbeat", HEARTBEAT.formatted(rig.clock.instant(), held)).expect(200);

        assertThat(version(node)).isGreaterThan(held);
    }

    @Test
    void noTenantSeesNodesOrCanGiveWhatTheyCan(ControlRig rig) throws Exception {
        String tenant = rig.newTenant("curious");

        rig.tenantClient(tenant).get("/v1/nodes").expect(403);
        for (String scope : new String[]{"node", "node:register", "nodes:read"}) {
            rig.operator().post("/v1/api-keys", "{\"tenant_id\": \"%s\", \"name\": \"k\", \"scopes\": [\"%s\"]}"
                    .formatted(tenant, scope)).expect(422);
        }
        rig.operator().post("/v1/api-keys", "{\"name\": \"k\", \"scopes\": [\"node\"]}").expect(422);
    }
}
