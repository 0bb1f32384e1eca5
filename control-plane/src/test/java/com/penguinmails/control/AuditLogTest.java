package com.penguinmails.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.penguinmails.mta.cli.Penguin;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@ExtendWith(ControlRig.Extension.class)
class AuditLogTest {
    @TempDir
    private Path directory;

    @Test
    void everyChangeHasItsEntryWithWhoAndWhat(ControlRig rig) throws Exception {
        String tenant = rig.newTenant("watched");
        var changed = rig.operator().patch("/v1/tenants/" + tenant, "{\"weight\": 9}").expect(200);

        JsonNode log = rig.operator().get("/v1/audit-log?chain=" + tenant).expect(200).body().path("data");

        assertThat(log.findValuesAsText("action")).containsExactly("tenant.changed", "tenant.created");
        JsonNode entry = log.get(0);
        assertThat(entry.path("changes").toString()).isEqualTo("{\"weight\":{\"from\":1,\"to\":9}}");
        assertThat(entry.path("request_id").asText()).isEqualTo(changed.text("request_id"));
        assertThat(entry.path("actor").asText()).startsWith("key_");
        assertThat(entry.path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(entry.path("previous_hash").asText()).isEqualTo(log.get(1).path("hash").asText());
    }

    @Test
    void whatWasRefusedLeavesNoEntry(ControlRig rig) throws Exception {
        String tenant = rig.newTenant("unchanged");
        rig.operator().post("/v1/tenants/" + tenant + "/resume", "{}").expect(409);

        assertThat(rig.operator().get("/v1/audit-log?chain=" + tenant).body().path("data")).hasSize(1);
    }

    @Test
    void theDatabaseRefusesToChangeOrRemoveAnEntryEvenToItsOwner(ControlRig rig) throws Exception {
        rig.newTenant("kept");
        try (Connection owner = rig.owner(); Statement statement = owner.createStatement()) {
            for (String sql : new String[]{"UPDATE audit_log SET action = 'x'", "DELETE FROM audit_log",
                    "TRUNCATE audit_log", "DELETE FROM audit_chains", "UPDATE audit_chains SET length = 0"}) {
                assertThatThrownBy(() -> statement.execute(sql)).as(sql).hasMessageMatching("(?s).*(append|grows).*");
            }
        }
    }

    @Test
    void theCommandFindsTheLogWholeAndThenWhatWasDoneToIt(ControlRig rig) throws Exception {
        String tenant = rig.newTenant("tampered");
        rig.operator().patch("/v1/tenants/" + tenant, "{\"weight\": 2}").expect(200);
        rig.operator().patch("/v1/tenants/" + tenant, "{\"weight\": 3}").expect(200);
        Path note = directory.resolve("ends.json");
        assertThat(verify(rig, "--note", note.toString(), "--json").out()).contains("\"valid\":true");
        assertThat(new ObjectMapper().readTree(note.toFile()).path(tenant).path("length").asLong()).isEqualTo(3);

        meddle(rig, "UPDATE audit_log SET actor = 'nobody' WHERE number = 2 AND chain = '" + tenant + "'");
        Run changed = verify(rig);
        assertThat(changed.status()).isEqualTo(1);
        assertThat(changed.out()).contains("entry 2: it was changed after it was written");

        meddle(rig, "DELETE FROM audit_log WHERE number = 2 AND chain = '" + tenant + "'");
        assertThat(verify(rig).out()).contains("entry 2 is missing");

        meddle(rig, "DELETE FROM audit_log WHERE number > 1 AND chain = '" + tenant + "'");
        assertThat(verify(rig).out()).contains("entries are missing at its end");

        meddle(rig,
                "UPDATE audit_chains SET length = 1, head = (SELECT hash FROM audit_log WHERE number = 1 AND chain = '"
                        + tenant + "') WHERE chain = '" + tenant + "'");
        assertThat(verify(rig).status()).as("cut off so that only a note of before can tell").isZero();
        assertThat(verify(rig, "--note", note.toString()).out()).contains("were there once, and are no more");
    }

    @Test
    void anExportIsVerifiedWithoutTheControlPlane(ControlRig rig) throws Exception {
        rig.newTenant("exported");
        String export = rig.operator().get("/v1/audit-log/export").expect(200).response().body();
        Path file = Files.writeString(directory.resolve("audit.ndjson"), export);

        Run whole = run("audit", "verify", "--file", file.toString());
        assertThat(whole.status()).as(whole.out() + whole.err()).isZero();
        Files.writeString(file, export.replace("\"exported\"", "\"imported\""));
        assertThat(run("audit", "verify", "--file", file.toString()).status()).isEqualTo(1);
    }

    /** As one who has the database and switches its guards off. */
    private static void meddle(ControlRig rig, String sql) throws Exception {
        try (Connection owner = rig.owner(); Statement statement = owner.createStatement()) {
            for (String table : new String[]{"audit_log", "audit_chains"}) {
                statement.execute("ALTER TABLE " + table + " DISABLE TRIGGER USER");
            }
            statement.execute(sql);
            for (String table : new String[]{"audit_log", "audit_chains"}) {
                statement.execute("ALTER TABLE " + table + " ENABLE TRIGGER USER");
            }
        }
    }

    private record Run(int status, String out, String err) {}

    private Run verify(ControlRig rig, String... more) {
        String[] words = {"audit", "verify", "--control", rig.url(), "--key-file", rig.operatorKeyFile().toString()};
        String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return run(all);
    }

    private static Run run(String... words) {
        CommandLine command = Penguin.commandLine();
        var out = new StringWriter();
        var err = new StringWriter();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Run(command.execute(words), out.toString(), err.toString());
    }
}
