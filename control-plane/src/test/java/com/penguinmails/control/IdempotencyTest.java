package com.penguinmails.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.control.ControlClient.Reply;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ControlRig.Extension.class)
class IdempotencyTest {

    @Test
    void aRepetitionIsAnsweredAlikeAndDoneOnce(ControlRig rig) throws Exception {
        String body = "{\"name\": \"repeated\", \"weight\": 2}";
        Reply first = rig.operator().post("/v1/tenants", body, "Idempotency-Key", "a").expect(201);
        Reply second = rig.operator()
                .post("/v1/tenants", "{\"weight\":2,  \"name\":\"repeated\"}", "Idempotency-Key", "a")
                .expect(201);

        assertThat(second.text("id")).isEqualTo(first.text("id"));
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(second.text("request_id")).isNotEqualTo(first.text("request_id"));
    }

    @Test
    void anotherBodyUnderTheSameKeyIsRefusedAndAnotherPathIsNot(ControlRig rig) throws Exception {
        String id = rig.operator().post("/v1/tenants", "{\"name\": \"one\"}", "Idempotency-Key", "b").expect(201)
                .text("id");

        assertThat(rig.operator().post("/v1/tenants", "{\"name\": \"two\"}", "Idempotency-Key", "b").expect(422)
                .text("code"))
                .isEqualTo("idempotency_key_reused");
        rig.operator().patch("/v1/tenants/" + id, "{\"name\": \"two\"}", "Idempotency-Key", "b").expect(200);
    }

    @Test
    void aKeyIsForgottenAfterItsTime(ControlRig rig) throws Exception {
        rig.operator().post("/v1/tenants", "{\"name\": \"day 1\"}", "Idempotency-Key", "c").expect(201);
        rig.clock.forward(Duration.ofDays(1).plusSeconds(1));

        rig.operator().post("/v1/tenants", "{\"name\": \"day 2\"}", "Idempotency-Key", "c").expect(201);
    }

    @Test
    void aRefusalFreesTheKey(ControlRig rig) throws Exception {
        rig.operator().post("/v1/tenants", "{\"name\": \"x\", \"external_id\": \"taken\"}").expect(201);
        rig.operator().post("/v1/tenants", "{\"name\": \"y\", \"external_id\": \"taken\"}", "Idempotency-Key", "d")
                .expect(409);

        rig.operator().post("/v1/tenants", "{\"name\": \"y\", \"external_id\": \"free\"}", "Idempotency-Key", "d")
                .expect(201);
    }

    @Test
    void ofManyAtOnceOneWorks(ControlRig rig) throws Exception {
        var calls = new ArrayList<Callable<Reply>>();
        for (int i = 0; i < 12; i++) {
            calls.add(() -> rig.operator().post("/v1/tenants", "{\"name\": \"at once\"}", "Idempotency-Key", "e"));
        }
        var made = new ArrayList<String>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Reply> future : threads.invokeAll(calls)) {
                Reply reply = future.get();
                assertThat(reply.status()).isIn(201, 409);
                if (reply.status() == 201) {
                    made.add(reply.text("id"));
                } else {
                    assertThat(reply.text("code")).isEqualTo("idempotency_key_in_use");
                    assertThat(reply.header("Retry-After")).isNotEmpty();
                }
            }
        }

        assertThat(made).isNotEmpty();
        assertThat(made.stream().distinct()).hasSize(1);
        assertThat(rig.operator().get("/v1/tenants?limit=100").body().path("data").findValuesAsText("name"))
                .containsOnlyOnce("at once");
    }

    @Test
    void aClaimWhoseProcessDiedCanBeHadAgainAfterAMinute(ControlRig rig) throws Exception {
        rig.operator().post("/v1/tenants", "{\"name\": \"crashed\"}", "Idempotency-Key", "f").expect(201);
        try (Connection owner = rig.owner(); Statement statement = owner.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE idempotency_keys SET status = NULL, answer = NULL"))
                    .isPositive();
        }
        rig.operator().post("/v1/tenants", "{\"name\": \"crashed\"}", "Idempotency-Key", "f").expect(409);
        rig.clock.forward(Duration.ofSeconds(61));

        rig.operator().post("/v1/tenants", "{\"name\": \"crashed\"}", "Idempotency-Key", "f").expect(201);
    }

    @Test
    void aSecretIsNotRepeated(ControlRig rig) throws Exception {
        String body = "{\"name\": \"k\", \"scopes\": [\"tenants:read\"]}";
        Reply first = rig.operator().post("/v1/api-keys", body, "Idempotency-Key", "g").expect(201);
        Reply second = rig.operator().post("/v1/api-keys", body, "Idempotency-Key", "g").expect(201);

        assertThat(first.text("key")).startsWith("pm_live_");
        assertThat(second.body().path("key").isNull()).isTrue();
        assertThat(second.text("id")).isEqualTo(first.text("id"));
    }

    @Test
    void twoTenantsNeverMeetUnderOneKey(ControlRig rig) throws Exception {
        List<String> ids = new ArrayList<>();
        for (String name : List.of("north", "south")) {
            ids.add(rig.tenantClient(rig.newTenant(name))
                    .post("/v1/workspaces", "{\"name\": \"same\"}", "Idempotency-Key", "h").expect(201)
                    .text("tenant_id"));
        }

        assertThat(ids).doesNotHaveDuplicates();
    }
}
