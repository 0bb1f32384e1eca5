package com.penguinmails.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ControlRig.Extension.class)
class EventsTest {

    private static String event(long place, String tenant, String type, Instant at) {
        return """
                {"id": "evt_%016x", "type": "%s", "timestamp": "%s", "tenant": "%s", "count": 2,
                 "diagnostic": "250 a\\\\b\\tc\\n\\u20ac"}""".formatted(place, type, at, tenant);
    }

    private static String batch(Stream<String> events) {
        return "{\"events\": [" + String.join(",", events.toList()) + "]}";
    }

    private static ControlClient newNode(ControlRig rig) throws Exception {
        return rig.register(rig.invited("of events"));
    }

    private static JsonNode usage(ControlClient client, String tenant) throws Exception {
        return client.get("/v1/usage?tenant_id=" + tenant).expect(200).body().path("data");
    }

    @Test
    void anEventThatIsToldAgainIsStoredOnceAndCountedOnce(ControlRig rig) throws Exception {
        String tenant = rig.newTenant("metered");
        ControlClient node = newNode(rig);
        Instant now = rig.clock.instant();
        String first = batch(Stream.of(event(1, tenant, "message.accepted", now),
                event(2, tenant, "message.deferred", now), event(3, tenant, "message.delivered", now)));

        node.post("/v1/node/events", first).expect(200);
        node.post("/v1/node/events", first).expect(200);
        node.post("/v1/node/events", batch(Stream.of(event(3, tenant, "message.delivered", now),
                event(4, tenant, "message.bounced", now)))).expect(200);

        ControlClient own = rig.tenantClient(tenant);
        JsonNode events = own.get("/v1/events").expect(200).body().path("data");
        assertThat(events.findValuesAsText("type")).containsExactly("message.bounced", "message.delivered",
                "message.deferred", "message.accepted");
        assertThat(events.path(0).path("diagnostic").asText()).isEqualTo("250 a\\b\tc\n€");
        JsonNode day = usage(own, tenant).path(0);
        assertThat(day.path("accepted").asInt()).isEqualTo(2);
        assertThat(day.path("delivered").asInt()).isEqualTo(2);
        assertThat(day.path("bounced").asInt()).isEqualTo(2);
        assertThat(day.path("deferred").asInt()).isEqualTo(2);
        assertThat(own.get("/v1/events?type=message.bounced").expect(200).body().path("data")).hasSize(1);
    }

    @Test
    void manyNodesAtOnceAreEachStoredOnceAndAReaderMissesNone(ControlRig rig) throws Exception {
        String tenant = rig.newTenant("of many nodes");
        Instant now = rig.clock.instant();
        List<ControlClient> nodes = List.of(newNode(rig), newNode(rig), newNode(rig));
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = IntStream.range(0, 30).<Callable<ControlClient.Reply>>mapToObj(i -> () -> nodes.get(i % 3)
                    .post("/v1/node/events", batch(IntStream.range(0, 20)
                            .mapToObj(j -> event(i / 6 * 20L + j + 1, tenant, "message.accepted", now)))))
                    .toList();
            for (var done : pool.invokeAll(tasks)) {
                done.get().expect(200);
            }
        }

        // Each of five batches was told twice by each of three nodes.
        assertThat(usage(rig.tenantClient(tenant), tenant).path(0).path("accepted").asInt())
                .isEqualTo(5 * 20 * 3 * 2);
    }

    @Test
    void aClockThatIsFarWrongMakesNoDayOfItsOwn(ControlRig rig) throws Exception {
        String tenant = rig.newTenant("of a wrong clock");
        ControlClient node = newNode(rig);

        node.post("/v1/node/events", batch(Stream.of(
                event(1, tenant, "message.accepted", Instant.parse("1970-01-02T00:00:00Z")),
                event(2, tenant, "message.accepted", Instant.parse("2100-01-02T00:00:00Z")),
                event(3, tenant, "message.accepted", rig.clock.instant().minus(Duration.ofDays(1)))))).expect(200);

        JsonNode usage = usage(rig.operator(), tenant);
        assertThat(usage.findValuesAsText("accepted")).containsExactly("4", "2");
        try (Connection owner = rig.owner();
                var rows = owner.createStatement().executeQuery(
                        "SELECT count(*) FROM pg_inherits WHERE inhparent = 'control.events'::regclass")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isBetween(2, 4);
        }
    }

    @Test
    void whatIsNoEventIsRefusedByNameAndNothingOfItsBatchIsStored(ControlRig rig) throws Exception {
        String tenant = rig.newTenant("of bad events");
        ControlClient node = newNode(rig);
        Instant now = rig.clock.instant();
        String good = event(5, tenant, "message.accepted", now);

        assertThat(node.post("/v1/node/events", batch(Stream.of(good, good))).expect(422).pointers())
                .containsExactly("/events/1/id");
        assertThat(node.post("/v1/node/events", batch(Stream.of(good, event(6, "a b", "message.accepted", now))))
                .expect(422).pointers()).containsExactly("/events/1/tenant");
        node.post("/v1/node/events", "{\"events\": [{}]}").expect(422);
        node.post("/v1/node/events", "{\"events\": []}").expect(422);

        assertThat(usage(rig.operator(), tenant)).isEmpty();
    }

    @Test
    void noTenantSeesTheEventsOrTheUsageOfAnother(ControlRig rig) throws Exception {
        String mine = rig.newTenant("seer");
        String theirs = rig.newTenant("seen");
        Instant now = rig.clock.instant();
        newNode(rig).post("/v1/node/events", batch(Stream.of(event(1, mine, "message.accepted", now),
                event(2, theirs, "message.accepted", now)))).expect(200);
        ControlClient me = rig.tenantClient(mine);

        for (String path : List.of("/v1/events", "/v1/usage", "/v1/events?tenant_id=" + theirs,
                "/v1/usage?tenant_id=" + theirs)) {
            assertThat(me.get(path).expect(200).response().body()).as(path).doesNotContain("\"" + theirs + "\"");
        }
        assertThat(me.get("/v1/usage").expect(200).response().body()).contains(mine);
        me.post("/v1/node/events", batch(Stream.of(event(3, mine, "message.accepted", now)))).expect(403);
    }

    @Test
    void usageOnlyGrowsWhoeverAsks(ControlRig rig) throws Exception {
        String tenant = rig.newTenant("of record");
        newNode(rig).post("/v1/node/events",
                batch(Stream.of(event(1, tenant, "message.accepted", rig.clock.instant())))).expect(200);

        try (Connection owner = rig.owner()) {
            for (String sql : List.of("UPDATE usage SET accepted = accepted - 1", "DELETE FROM usage")) {
                assertThatThrownBy(() -> owner.createStatement().executeUpdate(sql)).isInstanceOf(SQLException.class)
                        .hasMessageContaining("usage only grows");
            }
        }
    }

    @Test
    void daysThatAreTooOldAreDropped(PostgresServer server) throws Exception {
        try (ControlRig rig = ControlRig.withRate(server, 10_000)) {
            String tenant = rig.newTenant("of old");
            newNode(rig).post("/v1/node/events",
                    batch(Stream.of(event(1, tenant, "message.accepted", rig.clock.instant())))).expect(200);
            try (Connection owner = rig.owner();
                    var rows = owner.createStatement()
                            .executeQuery("SELECT control.drop_event_days(current_date + 2)")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(1);
            }

            assertThat(rig.operator().get("/v1/events").expect(200).body().path("data")).isEmpty();
            assertThat(usage(rig.operator(), tenant)).hasSize(1);
        }
    }
}
