package com.penguinmails.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.control.ControlClient.Reply;
import com.penguinmails.dkim.DkimRecord;
import com.penguinmails.testkit.dns.DnsFault;
import com.penguinmails.testkit.dns.ZoneData;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ControlRig.Extension.class)
class DomainsTest {
    private ControlRig rig;
    private String tenant = "";
    private String workspace = "";
    private ControlClient me;

    @BeforeEach
    void begin(ControlRig given, TestInfo info) throws Exception {
        rig = given;
        tenant = rig.newTenant(info.getDisplayName().replaceAll("\\W", " "));
        workspace = rig.newWorkspace(tenant, "brand");
        me = rig.tenantClient(tenant);
    }

    private Reply create(String name) throws Exception {
        return me.post("/v1/domains",
                "{\"workspace_id\": \"%s\", \"name\": \"%s\"}".formatted(workspace, name));
    }

    private JsonNode verify(String id) throws Exception {
        return me.post("/v1/domains/" + id + "/verify", "").expect(200).body();
    }

    /** A new domain whose records are all there, as the answer to its verification. */
    private JsonNode verified(String name) throws Exception {
        JsonNode made = create(name).expect(201).body();
        rig.publish(made);
        JsonNode seen = verify(made.path("id").asText());
        assertThat(seen.path("state").asText()).as(seen.toPrettyString()).isEqualTo("verified");
        return seen;
    }

    private static JsonNode record(JsonNode domain, String purpose) {
        return domain.path("records").valueStream().filter(record -> record.path("purpose").asText().equals(purpose))
                .findFirst().orElseThrow();
    }

    private static List<String> keyStates(JsonNode domain) {
        return domain.path("dkim_keys").valueStream()
                .map(key -> key.path("algorithm").asText() + " " + key.path("state").asText()).sorted().toList();
    }

    private List<String> events(String id) throws SQLException {
        try (Connection connection = rig.owner();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        """
                                SELECT type || coalesce(' ' || (data::json ->> 'old_state') || ' ' || (data::json ->> 'state'), '')
                                FROM domain_events WHERE domain_id = '%s' ORDER BY position"""
                                .formatted(id))) {
            var events = new ArrayList<String>();
            while (rows.next()) {
                events.add(rows.getString(1));
            }
            return events;
        }
    }

    @Test
    void aNewDomainTellsEveryRecordToPublish() throws Exception {
        JsonNode domain = create("News.Example.COM.").expect(201).body();

        assertThat(domain.path("name").asText()).isEqualTo("news.example.com");
        assertThat(domain.path("state").asText()).isEqualTo("pending");
        assertThat(domain.path("records").findValuesAsText("purpose")).containsExactly("dkim", "dkim", "spf", "dmarc",
                "return_path", "tracking");
        assertThat(domain.path("records").findValuesAsText("status")).containsOnly("unknown");
        assertThat(keyStates(domain)).containsExactly("ed25519 waiting", "rsa waiting");
        assertThat(DkimRecord.parse(record(domain, "dkim").path("value").asText()).revoked()).isFalse();
        assertThat(record(domain, "spf").path("value").asText())
                .isEqualTo("v=spf1 include:spf.penguin.localhost -all");
        assertThat(me.get("/v1/domains?name=NEWS.example.com").expect(200).body().path("data")).hasSize(1);
        assertThat(me.get("/v1/domains?workspace_id=" + rig.newWorkspace(tenant, "empty")).expect(200).body()
                .path("data")).isEmpty();
    }

    @Test
    void thePrivateKeysAreSealedAndShownNowhere() throws Exception {
        String id = create("sealed.example.com").expect(201).text("id");

        try (Connection connection = rig.owner();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT private_key FROM domain_keys WHERE domain_id = '" + id + "'")) {
            int seen = 0;
            while (rows.next()) {
                assertThat(new String(rows.getBytes(1), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain("PRIVATE KEY");
                assertThat(rows.getBytes(1)[0]).isEqualTo((byte) 1);
                seen++;
            }
            assertThat(seen).isEqualTo(2);
        }
        assertThat(me.get("/v1/domains/" + id).expect(200).response().body()).doesNotContain("private", "PRIVATE");
    }

    @Test
    void whatIsPublishedIsVerifiedAndTheKeysSign() throws Exception {
        JsonNode domain = verified("good.example.com");

        assertThat(domain.path("records").findValuesAsText("status")).containsOnly("ok");
        assertThat(keyStates(domain)).containsExactly("ed25519 live", "rsa live");
        assertThat(record(domain, "spf").path("seen_by").findValuesAsText("server")).hasSize(3)
                .contains("authoritative");
        String id = domain.path("id").asText();
        assertThat(events(id)).containsExactly("domain.created", "domain.status_changed pending verified");
        assertThat(me.get("/v1/audit-log?chain=" + tenant + "&target=" + id).expect(200).body().path("data")
                .findValuesAsText("action")).contains("domain.created", "domain.key_live", "domain.status_changed");
    }

    @Test
    void aDomainThatBreaksHasGraceAndIsThenSuspendedAndComesBack() throws Exception {
        JsonNode domain = verified("grace.example.com");
        String id = domain.path("id").asText();
        rig.dns.zones().remove("bounce.grace.example.com", "MX");

        JsonNode failing = verify(id);
        assertThat(failing.path("state").asText()).isEqualTo("failing");
        assertThat(failing.path("state_reason").asText()).contains("return_path", "publish it");
        assertThat(failing.path("grace_until").isTextual()).isTrue();
        rig.clock.forward(Duration.ofHours(23));
        assertThat(verify(id).path("state").asText()).as("within its grace").isEqualTo("failing");
        rig.clock.forward(Duration.ofHours(2));
        assertThat(verify(id).path("state").asText()).isEqualTo("suspended");
        rig.publish(domain);
        assertThat(verify(id).path("state").asText()).isEqualTo("verified");

        assertThat(events(id)).containsExactly("domain.created", "domain.status_changed pending verified",
                "domain.status_changed verified failing", "domain.status_changed failing suspended",
                "domain.status_changed suspended verified");
    }

    @Test
    void theLoopSeesByItselfWhatBreaksAndWhatIsMended() throws Exception {
        JsonNode domain = create("loop.example.com").expect(201).body();
        String id = domain.path("id").asText();
        rig.publish(domain);
        rig.clock.forward(Duration.ofMinutes(6));
        wakeTheLoop();

        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(
                () -> assertThat(me.get("/v1/domains/" + id).text("state")).isEqualTo("verified"));
        JsonNode entries = me.get("/v1/audit-log?chain=" + tenant + "&target=" + id).expect(200).body().path("data");
        assertThat(entries.findValuesAsText("actor")).contains("system");
    }

    /** Any import wakes it. */
    private void wakeTheLoop() throws Exception {
        me.post("/v1/domains/batch", "{\"workspace_id\": \"%s\", \"csv\": \"name\\nwake%d.example.com\"}"
                .formatted(workspace, rig.clock.nanoTime())).expect(200);
    }

    @Test
    void oneOwnerAtATimeHasAName() throws Exception {
        assertThat(verified("wanted.example.com").path("name").asText()).isEqualTo("wanted.example.com");
        String other = rig.newTenant("second owner");
        ControlClient them = rig.tenantClient(other);
        JsonNode theirs = them.post("/v1/domains", "{\"workspace_id\": \"%s\", \"name\": \"wanted.example.com\"}"
                .formatted(rig.newWorkspace(other, "w"))).expect(201).body();
        rig.publish(theirs);

        JsonNode seen = them.post("/v1/domains/" + theirs.path("id").asText() + "/verify", "").expect(200).body();
        assertThat(seen.path("state").asText()).isEqualTo("pending");
        assertThat(seen.path("state_reason").asText()).contains("one owner");
        assertThat(create("wanted.example.com").expect(409).pointers()).containsExactly("/name");
        assertThat(verified("sub.wanted.example.com").path("state").asText()).isEqualTo("verified");
    }

    @ParameterizedTest
    @ValueSource(strings = {"com", "a..b", "-a.example.com", "a_b.example.com", "localhost", "1.2.3.4",
            "a b.example.com",
            "example.com..", "_dmarc.example.com", "x.arpa", "exa\u200bmple.invalid",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com"})
    void whatIsNobodysMailDomainIsRefused(String name) throws Exception {
        assertThat(create(name).expect(422).pointers()).containsExactly("/name");
    }

    @Test
    void anInternationalNameIsOneNameInBothForms() throws Exception {
        assertThat(create("bücher.example.com").expect(201).text("name")).isEqualTo("xn--bcher-kva.example.com");
        create("XN--BCHER-KVA.example.com").expect(409);
        assertThat(me.get("/v1/domains?name=b%C3%BCcher.example.com").expect(200).body().path("data").path(0)
                .path("display_name").asText()).isEqualTo("bücher.example.com");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"spf | two SPF records, there must be one", "spf_other | add include:",
            "spf_all | +all lets everybody", "spf_loop | more than 10 terms",
            "dmarc | 2 DMARC records, there must be one",
            "dkim_cut | cut off after", "dkim_other | holds another key", "dkim_empty | revokes the key",
            "dkim_loop | leads in a circle", "dkim_long | no DKIM key record", "mx | bounces go elsewhere",
            "mx_two | there must be one", "doubled | the control panel adds the domain by itself"})
    void whatIsWrongIsToldInWords(String mistake, String words) throws Exception {
        String name = mistake.replace("_", "-") + ".wrong.example.com";
        JsonNode domain = create(name).expect(201).body();
        rig.publish(domain);
        spoil(mistake, name, domain);

        JsonNode seen = verify(domain.path("id").asText());
        assertThat(seen.path("state").asText()).isEqualTo("pending");
        assertThat(seen.path("records").findValuesAsText("problem")).as(seen.path("records").toPrettyString())
                .anySatisfy(problem -> assertThat(problem).contains(words));
        assertThat(seen.path("state_reason").asText()).contains(words);
    }

    private void spoil(String mistake, String name, JsonNode domain) {
        ZoneData zones = rig.dns.zones();
        String dkim = record(domain, "dkim").path("host").asText();
        String value = record(domain, "dkim").path("value").asText();
        String bounce = "bounce." + name;
        if (mistake.startsWith("dkim") || mistake.equals("doubled")) {
            zones.remove(dkim);
        } else if (mistake.startsWith("spf_")) {
            zones.remove(bounce, "TXT");
        }
        switch (mistake) {
            case "spf" -> zones.txt(bounce, "v=spf1 -all");
            case "spf_other" -> zones.txt(bounce, "v=spf1 ip4:192.0.2.1 -all");
            case "spf_all" -> zones.txt(bounce, "v=spf1 include:spf.penguin.localhost +all");
            case "spf_loop" -> zones.txt(bounce, "v=spf1 include:spf.penguin.localhost include:" + bounce + " -all");
            case "dmarc" -> zones.txt("_dmarc." + name, "v=DMARC1; p=reject");
            case "dkim_cut" -> zones.txt(dkim, value.substring(0, 255));
            case "dkim_other" -> zones.txt(dkim, "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC");
            case "dkim_empty" -> zones.txt(dkim, "v=DKIM1; p=");
            case "dkim_loop" -> zones.cname(dkim, "loop." + name).cname("loop." + name, dkim);
            case "dkim_long" -> zones.txt(dkim, "v=DKIM1; p=" + "A".repeat(64_000));
            case "mx" -> zones.remove(bounce, "MX").mx(bounce, 10, "mx.elsewhere.test");
            case "mx_two" -> zones.mx(bounce, 20, "mx.elsewhere.test");
            case "doubled" -> zones.txt(dkim + "." + name, value);
            default -> throw new IllegalArgumentException(mistake);
        }
    }

    @Test
    void aPublicSuffixIsNobodysOwnDomain() throws Exception {
        JsonNode domain = create("co.example").expect(201).body();
        rig.publish(domain);
        rig.dns.zones().remove("_dmarc.co.example").txt("_dmarc.co.example", "v=DMARC1; p=reject; psd=y");

        assertThat(verify(domain.path("id").asText()).path("state_reason").asText()).contains("psd=y");
    }

    @Test
    void serversThatDoNotAnswerSuspendNobodyUntilThatLasts() throws Exception {
        JsonNode domain = verified("dark.example.com");
        String id = domain.path("id").asText();
        rig.dns.faults().set("bounce.dark.example.com", DnsFault.servfail());

        assertThat(verify(id).path("state").asText()).isEqualTo("verified");
        assertThat(record(verify(id), "spf").path("status").asText()).isEqualTo("unknown");
        rig.clock.forward(Duration.ofHours(25));
        assertThat(verify(id).path("state").asText()).as("after a day in the dark").isEqualTo("failing");
        rig.dns.faults().clear("bounce.dark.example.com");
        assertThat(verify(id).path("state").asText()).isEqualTo("verified");
    }

    @Test
    void theZoneFileIsOneThatAServerReads() throws Exception {
        JsonNode domain = create("zone.example.com").expect(201).body();
        Reply file = me.get("/v1/domains/" + domain.path("id").asText() + "/zone-file").expect(200);

        assertThat(file.header("Content-Type")).startsWith("text/plain");
        rig.dns.zones().add(file.response().body());
        assertThat(verify(domain.path("id").asText()).path("state").asText()).isEqualTo("verified");
    }

    @Test
    void aSuccessorSignsOnceItWasSeenAndTheOldKeyStaysForAWhile() throws Exception {
        String id = create("early.example.com").expect(201).text("id");
        assertThat(me.post("/v1/domains/" + id + "/dkim/rotate", "").expect(409).text("code")).isEqualTo("not_signing");
        JsonNode domain = verified("rotate.example.com");
        String path = "/v1/domains/" + domain.path("id").asText();

        JsonNode rotated = me.post(path + "/dkim/rotate", "{\"overlap_seconds\": 3600}").expect(200).body();
        assertThat(keyStates(rotated)).containsExactly("ed25519 live", "ed25519 waiting", "rsa live", "rsa waiting");
        assertThat(me.post(path + "/dkim/rotate", "").expect(409).text("code")).isEqualTo("rotation_running");
        assertThat(keyStates(verify(domain.path("id").asText()))).as("not published yet")
                .containsExactly("ed25519 live", "ed25519 waiting", "rsa live", "rsa waiting");

        rig.publish(rotated);
        JsonNode seen = verify(domain.path("id").asText());
        assertThat(seen.path("state").asText()).isEqualTo("verified");
        assertThat(keyStates(seen)).containsExactly("ed25519 live", "ed25519 retiring", "rsa live", "rsa retiring");
        rig.clock.forward(Duration.ofMinutes(61));
        JsonNode after = verify(domain.path("id").asText());
        assertThat(keyStates(after)).containsExactly("ed25519 live", "ed25519 retired", "rsa live", "rsa retired");
        assertThat(after.path("records").findValuesAsText("purpose")).containsOnlyOnce("spf").hasSize(6);
        assertThat(sealedKeys(domain.path("id").asText())).as("retired keys are erased").isEqualTo(2);
    }

    private int sealedKeys(String id) throws SQLException {
        try (Connection connection = rig.owner();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(private_key) FROM domain_keys WHERE domain_id = '" + id + "'")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void aFileIsTakenLineByLineAndItsErrorsAreToldSo() throws Exception {
        create("there.example.com").expect(201);
        String csv = "name,workspace_id\\none.batch.example.com,\\nbad..name,\\n\\\"two.batch.example.com\\\","
                + rig.newWorkspace(tenant, "second")
                + "\\n"
                + "ONE.batch.example.com,\\nthere.example.com,\\nthree.batch.example.com,wsp_x\\nfour\\n";
        JsonNode answer = me
                .post("/v1/domains/batch", "{\"workspace_id\": \"%s\", \"csv\": \"%s\"}".formatted(workspace, csv))
                .expect(200).body();

        assertThat(answer.path("created").findValuesAsText("name")).containsExactly("one.batch.example.com",
                "two.batch.example.com");
        assertThat(answer.path("errors").findValuesAsText("line")).containsExactly("3", "5", "6", "7", "8");
        assertThat(answer.path("errors").findValuesAsText("code")).containsExactly("domain_invalid", "repeated",
                "already_exists", "workspace_not_found", "line_invalid");
        String id = answer.path("created").path(0).path("id").asText();
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(
                () -> assertThat(me.get("/v1/domains/" + id).body().path("dkim_keys")).hasSize(2));
    }

    @Test
    void moreThanFiveHundredLinesAreRefusedAsAWhole() throws Exception {
        var csv = new StringBuilder("name");
        for (int i = 0; i < 501; i++) {
            csv.append("\\n").append("d").append(i).append(".many.example.com");
        }
        Reply refused = me.post("/v1/domains/batch",
                "{\"workspace_id\": \"%s\", \"csv\": \"%s\"}".formatted(workspace, csv)).expect(422);

        assertThat(refused.pointers()).containsExactly("/csv");
        assertThat(refused.text("detail")).contains("501", "500");
    }

    @Test
    void aDomainMovesWithItsHistoryAndOnlyWithinItsTenant() throws Exception {
        String id = verified("moving.example.com").path("id").asText();
        String target = rig.newWorkspace(tenant, "target");
        JsonNode moved = me.post("/v1/domains/" + id + "/transfer",
                "{\"workspace_id\": \"%s\", \"reason\": \"sold\"}".formatted(target)).expect(200).body();

        assertThat(moved.path("workspace_id").asText()).isEqualTo(target);
        assertThat(moved.path("state").asText()).isEqualTo("verified");
        me.post("/v1/domains/" + id + "/transfer", "{\"workspace_id\": \"%s\"}".formatted(target)).expect(409);
        String foreign = rig.newWorkspace(rig.newTenant("foreign"), "w");
        assertThat(me.post("/v1/domains/" + id + "/transfer", "{\"workspace_id\": \"%s\"}".formatted(foreign))
                .expect(422).pointers()).containsExactly("/workspace_id");
        rig.operator().post("/v1/domains/" + id + "/transfer", "{\"workspace_id\": \"%s\"}".formatted(foreign))
                .expect(422);
        JsonNode history = me.get("/v1/domains/" + id + "/transfers").expect(200).body().path("data");
        assertThat(history).hasSize(1);
        assertThat(history.path(0).path("from_workspace_id").asText()).isEqualTo(workspace);
        assertThat(history.path(0).path("reason").asText()).isEqualTo("sold");
        me.delete("/v1/workspaces/" + target).expect(409);
    }

    @Test
    void whatIsDeletedIsGoneWithItsKeysAndItsNameIsFree() throws Exception {
        String id = verified("gone.example.com").path("id").asText();
        me.delete("/v1/domains/" + id).expect(204);

        me.get("/v1/domains/" + id).expect(404);
        assertThat(sealedKeys(id)).isZero();
        assertThat(events(id)).endsWith("domain.deleted");
        create("gone.example.com").expect(201);
    }

    @Test
    void updatesGoOnlyToServersOfTheConfigurationAndARefusalIsTold() throws Exception {
        String id = create("update.example.com").expect(201).text("id");
        String body = "{\"server\": \"%s\", \"tsig\": {\"name\": \"k.example\", \"secret\": \"c2VjcmV0\"}}";

        assertThat(me.post("/v1/domains/" + id + "/publish", body.formatted("127.0.0.1:9")).expect(422).pointers())
                .containsExactly("/server");
        JsonNode refused = me.post("/v1/domains/" + id + "/publish",
                body.formatted("127.0.0.1:" + rig.dns.address().getPort())).expect(200).body();
        assertThat(refused.path("published").asBoolean()).isFalse();
        assertThat(refused.path("problem").asText()).contains("the server");
        assertThat(refused.path("records")).hasSize(6);
    }
}
