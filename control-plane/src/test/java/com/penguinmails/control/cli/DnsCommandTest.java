package com.penguinmails.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.penguinmails.mta.cli.Penguin;
import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DnsCommandTest {
    private final ZoneServer dns = ZoneServer.start(new ZoneData());
    private final StringWriter out = new StringWriter();

    @AfterEach
    void close() {
        dns.close();
    }

    private int check(String... further) {
        String server = "127.0.0.1:" + dns.address().getPort();
        String[] words = Stream.concat(Stream.of("dns", "check", "--dns", server, "--authoritative", server),
                Stream.of(further)).toArray(String[]::new);
        return Penguin.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true))
                .execute(words);
    }

    @Test
    void aDomainInOrderIsAnsweredWithZero() throws Exception {
        dns.zones().txt("good.test", "v=spf1 ip4:192.0.2.1 -all").txt("_dmarc.good.test", "v=DMARC1; p=reject")
                .mx("good.test", 10, "mx.good.test").txt("s1._domainkey.good.test",
                        "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");

        assertThat(check("Good.test.", "--selector", "s1", "--json")).as(out.toString()).isZero();
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.path("ok").asBoolean()).isTrue();
        assertThat(answer.path("records").findValuesAsText("purpose")).containsExactly("dkim", "spf", "dmarc",
                "return_path");
    }

    @Test
    void whatIsWrongIsToldInWordsAndAnsweredWithOne() {
        dns.zones().txt("bad.test", "v=spf1 -all").txt("bad.test", "v=spf1 +all").txt("s1._domainkey.bad.test",
                "v=DKIM1; p=");

        assertThat(check("bad.test", "--selector", "s1")).isEqualTo(1);
        assertThat(out.toString()).contains("two SPF records, there must be one", "revokes the key",
                "there is no DMARC record");
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertThat(check("bad..test")).isEqualTo(1);
        assertThat(out.toString()).contains("has a label of 0 characters");
    }
}
