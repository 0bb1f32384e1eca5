package com.penguinmails.testkit.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

final class ZoneServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration IMPATIENCE = Duration.ofMillis(200);

    private final ZoneServer server = ZoneServer.start(ZoneData.parse("""
            $ORIGIN example.test.
            @       60 IN SOA ns hostmaster 1 3600 600 86400 17
            @       60 IN NS  ns
            @       60 IN MX  10 mx1
            @       60 IN MX  20 mx2
            mx1     60 IN A   127.0.1.1
            mx1     60 IN AAAA ::1
            www     60 IN CNAME mx1
            out     60 IN CNAME gone.example.test.
            a.b.c   60 IN A   127.0.1.9
            *.wild  60 IN MX  5 mx1
            _25._tcp.mx1 60 IN TLSA 3 1 1 (
                0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef )
            """));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersWithAllRecordsOfANameAndType() throws IOException {
        assertThat(answers("example.test", Type.MX)).containsExactlyInAnyOrder("10 mx1.example.test.",
                "20 mx2.example.test.");
        assertThat(answers("EXAMPLE.test", Type.NS)).singleElement().asString()
                .isEqualToIgnoringCase("ns.example.test.");
        assertThat(answers("mx1.example.test", Type.AAAA)).containsExactly("0:0:0:0:0:0:0:1");
        assertThat(answers("_25._tcp.mx1.example.test", Type.TLSA)).singleElement().asString().startsWith("3 1 1 0123");
    }

    @Test
    void followsAliasesInTheAnswer() throws IOException {
        assertThat(answers("www.example.test", Type.A)).containsExactly("mx1.example.test.", "127.0.1.1");
    }

    @Test
    void unknownNameIsNxdomainWithTheZonesSoa() throws IOException {
        Message response = ask("nobody.example.test", Type.A);
        assertThat(response.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(response.getSection(Section.AUTHORITY)).singleElement().asString().contains("SOA").endsWith(" 17");
        assertThat(ask("elsewhere.invalid", Type.A).getSection(Section.AUTHORITY)).singleElement().asString()
                .startsWith(".\t");
    }

    @Test
    void aliasToNowhereIsNxdomainWithTheAlias() throws IOException {
        Message response = ask("out.example.test", Type.A);
        assertThat(response.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(response.getSection(Section.ANSWER)).hasSize(1);
    }

    @Test
    void knownNameWithoutTheTypeIsNoDataWithTheZonesSoa() throws IOException {
        for (String name : List.of("mx1.example.test", "c.example.test", "b.c.example.test")) {
            Message response = ask(name, Type.TXT);
            assertThat(response.getRcode()).as(name).isEqualTo(Rcode.NOERROR);
            assertThat(response.getSection(Section.ANSWER)).as(name).isEmpty();
            assertThat(response.getSection(Section.AUTHORITY)).as(name).singleElement().asString().contains("SOA");
        }
    }

    @Test
    void wildcardStandsForNamesThatDoNotExist() throws IOException {
        Message response = ask("any.thing.wild.example.test", Type.MX);
        assertThat(response.getSection(Section.ANSWER)).singleElement().asString()
                .startsWith("any.thing.wild.example.test.")
                .endsWith("5 mx1.example.test.");
        server.zones().address("taken.wild.example.test", "127.0.0.1");
        assertThat(answers("taken.wild.example.test", Type.MX)).isEmpty();
        assertThat(ask("below.taken.wild.example.test", Type.MX).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void zonesChangeWhileTheServerRuns() throws IOException {
        ZoneData zones = server.zones();
        zones.soa("new.test", Duration.ofSeconds(3)).mx("new.test", 0, ".").txt("new.test", "x".repeat(300) + "\\");
        zones.ptr(InetAddress.ofLiteral("127.0.1.1"), "mx1.example.test").cname("alias.test", "new.test");
        assertThat(answers("alias.test", Type.MX)).containsExactly("new.test.", "0 .");
        assertThat(answers("1.1.0.127.in-addr.arpa", Type.PTR)).containsExactly("mx1.example.test.");
        TXTRecord text = (TXTRecord) ask("new.test", Type.TXT).getSection(Section.ANSWER).getFirst();
        assertThat(String.join("", text.getStrings())).isEqualTo("x".repeat(300) + "\\\\");
        zones.remove("new.test", "MX");
        assertThat(answers("new.test", Type.MX)).isEmpty();
        zones.remove("new.test").remove("new.test");
        assertThat(ask("new.test", Type.MX).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void answerOverTheUdpSizeIsTruncatedAndCompleteOverTcp() throws IOException {
        addExchangers(30);
        SimpleResolver client = client(PATIENCE);
        client.setIgnoreTruncation(true);
        client.setEDNS(-1);
        Message cut = client.send(query("large.test", Type.MX));
        assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(cut.numBytes()).isLessThanOrEqualTo(512);
        client.setEDNS(0, 1232, 0, List.of());
        Message whole = client.send(query("large.test", Type.MX));
        assertThat(whole.getSection(Section.ANSWER)).hasSize(30);
        assertThat(whole.getOPT()).isNotNull();
        addExchangers(200);
        assertThat(client.send(query("large.test", Type.MX)).getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(ask("large.test", Type.MX).getSection(Section.ANSWER)).hasSize(200);
        assertThat(server.queries().overTcp()).isEqualTo(1);
    }

    private void addExchangers(int count) {
        for (int i = 0; i < count; i++) {
            server.zones().mx("large.test", i, "mail-exchanger-" + i + ".large.test");
        }
    }

    @Test
    void countsQueriesByNameAndType() throws IOException {
        assertThat(ask("example.test", Type.MX).getRcode()).isZero();
        assertThat(ask("Example.TEST", Type.MX).getRcode()).isZero();
        assertThat(ask("example.test", Type.A).getRcode()).isZero();
        assertThat(server.queries().count("example.test", "MX")).isEqualTo(2);
        assertThat(server.queries().total()).isEqualTo(3);
        server.queries().reset();
        assertThat(server.queries().count("example.test", "MX")).isZero();
    }

    @Test
    void errorCodesHoldForTheNameAndTheNumberOfTimesGiven() throws IOException {
        server.faults().set("example.test", DnsFault.servfail(), 1);
        assertThat(ask("example.test", Type.MX).getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(ask("example.test", Type.MX).getRcode()).isEqualTo(Rcode.NOERROR);
        server.faults().setAll(DnsFault.refused());
        assertThat(ask("mx1.example.test", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
        server.faults().clearAll();
        assertThat(ask("mx1.example.test", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void droppedForgedAndGarbledAnswersAreNoAnswers() throws IOException {
        for (DnsFault fault : List.of(new DnsFault.Drop(), new DnsFault.WrongId(), new DnsFault.Garbage(),
                new DnsFault.WrongQuestion())) {
            server.faults().set("example.test", fault);
            assertThatThrownBy(() -> client(IMPATIENCE).send(query("example.test", Type.MX))).as("%s", fault)
                    .isInstanceOf(IOException.class);
        }
        server.faults().clear("example.test");
        assertThat(answers("example.test", Type.MX)).hasSize(2);
    }

    @Test
    void delayedAnswerIsLateAndRight() throws IOException {
        server.faults().setAll(new DnsFault.Delay(IMPATIENCE.multipliedBy(3)));
        assertThatThrownBy(() -> client(IMPATIENCE).send(query("example.test", Type.MX)))
                .isInstanceOf(IOException.class);
        assertThat(answers("example.test", Type.MX)).hasSize(2);
    }

    @Test
    void forcedTruncationSendsTheClientToTcp() throws IOException {
        server.faults().setAll(new DnsFault.Truncate());
        assertThat(answers("example.test", Type.MX)).hasSize(2);
        assertThat(server.queries().count("example.test", "MX")).isEqualTo(2);
        assertThat(server.queries().overTcp()).isEqualTo(1);
    }

    @Test
    void oldServerRefusesEdns() throws IOException {
        server.faults().setAll(new DnsFault.NoEdns());
        assertThat(ask("example.test", Type.MX).getRcode()).isEqualTo(Rcode.FORMERR);
        SimpleResolver plain = client(PATIENCE);
        plain.setEDNS(-1);
        assertThat(plain.send(query("example.test", Type.MX)).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void authenticDataIsMarkedOnlyWhenSwitchedOn() throws IOException {
        assertThat(ask("example.test", Type.MX).getHeader().getFlag(Flags.AD)).isFalse();
        server.setAuthenticated(true);
        assertThat(ask("example.test", Type.MX).getHeader().getFlag(Flags.AD)).isTrue();
    }

    @Test
    void wrongZoneTextIsRefusedWithItsLine() {
        assertThatThrownBy(() -> ZoneData.parse("a.test. 60 IN A not-an-address"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1");
        assertThatThrownBy(() -> ZoneData.parse("$INCLUDE /etc/passwd")).isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> answers(String name, int type) throws IOException {
        return ask(name, type).getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
    }

    private Message ask(String name, int type) throws IOException {
        return client(PATIENCE).send(query(name, type));
    }

    private SimpleResolver client(Duration timeout) {
        SimpleResolver client = new SimpleResolver(server.address());
        client.setTimeout(timeout);
        return client;
    }

    private static Message query(String name, int type) {
        return Message.newQuery(Record.newRecord(DnsNames.name(name), type, DClass.IN));
    }
}
