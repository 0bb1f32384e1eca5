package com.penguinmails.dns;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.dns.spf.SpfChecker;
import com.penguinmails.dns.spf.SpfOutcome;
import com.penguinmails.dns.spf.SpfResult;
import com.penguinmails.testkit.dns.DnsFault;
import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpfCheckerTest {
    private final ZoneServer server = ZoneServer.start(new ZoneData());
    private final ResolverUnderTest under = ResolverUnderTest.on(server);
    private final SpfChecker checker = new SpfChecker(under.resolver);

    @AfterEach
    void close() {
        under.close();
        server.close();
    }

    private SpfOutcome check(String address) {
        return checker.check(InetAddress.ofLiteral(address), DomainName.of("a.test"), "news@a.test");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "v=spf1 ip4:192.0.2.0/24 -all | 192.0.2.9 | PASS", "v=spf1 ip4:192.0.2.0/25 -all | 192.0.2.200 | FAIL",
            "v=spf1 ip4:192.0.2.0/24 ~all | 198.51.100.1 | SOFTFAIL", "v=spf1 ?all | 192.0.2.1 | NEUTRAL",
            "v=spf1 ip6:2001:db8::/32 -all | 2001:db8::7 | PASS", "v=spf1 a -all | 192.0.2.80 | PASS",
            "v=spf1 a:www.a.test/24 -all | 198.51.100.77 | PASS", "v=spf1 mx -all | 192.0.2.25 | PASS",
            "v=spf1 include:b.test -all | 203.0.113.1 | PASS", "v=spf1 include:b.test -all | 203.0.114.1 | FAIL",
            "v=spf1 redirect=b.test | 203.0.113.1 | PASS", "v=spf1 redirect=b.test | 203.0.114.1 | SOFTFAIL",
            "v=spf1 exists:%{ir}.%{v}.%{d} -all | 192.0.2.44 | PASS",
            "v=spf1 include:none.test -all | 192.0.2.1 | PERMERROR",
            "v=spf1 ip4:192.0.2.300 -all | 192.0.2.1 | PERMERROR", "V=SPF1 IP4:192.0.2.1 -ALL | 192.0.2.1 | PASS",
            "v=spf10 ip4:192.0.2.1 | 192.0.2.1 | NONE", "v=spf1 exp=why.test -all | 192.0.2.1 | FAIL",
            "v=spf1 all:x | 192.0.2.1 | PERMERROR", "v=spf1 nosuch -all | 192.0.2.1 | PERMERROR"})
    void anAddressIsJudgedAsTheRecordSays(String record, String address, SpfResult expected) {
        server.zones().txt("a.test", record).txt("a.test", "another text").address("a.test", "192.0.2.80")
                .address("www.a.test", "198.51.100.1").mx("a.test", 10, "mx.a.test").address("mx.a.test", "192.0.2.25")
                .txt("b.test", "v=spf1 ip4:203.0.113.0/24 ~all").address("44.2.0.192.in-addr.a.test", "127.0.0.2");

        assertThat(check(address).result()).as(check(address).reason()).isEqualTo(expected);
    }

    @Test
    void twoRecordsAreAPermanentErrorInWords() {
        server.zones().txt("a.test", "v=spf1 -all").txt("a.test", "v=spf1 ip4:192.0.2.1 -all");

        assertThat(check("192.0.2.1").result()).isEqualTo(SpfResult.PERMERROR);
        assertThat(check("192.0.2.1").reason()).contains("2 SPF records, there must be one");
    }

    @Test
    void theEleventhLookUpIsOneTooMany() {
        server.zones().txt("a.test", "v=spf1 include:i0.test -all");
        for (int i = 0; i < 12; i++) {
            server.zones().txt("i" + i + ".test", "v=spf1 include:i" + (i + 1) + ".test -all");
        }
        assertThat(check("192.0.2.1").result()).isEqualTo(SpfResult.PERMERROR);
        assertThat(checker.audit(DomainName.of("a.test"))).satisfies(outcome -> {
            assertThat(outcome.result()).isEqualTo(SpfResult.PERMERROR);
            assertThat(outcome.reason()).contains("more than 10");
        });

        server.zones().remove("i9.test").txt("i9.test", "v=spf1 ip4:198.51.100.1 -all");
        under.pass(Duration.ofHours(1));
        assertThat(check("192.0.2.1").result()).isEqualTo(SpfResult.FAIL);
        server.zones().remove("i8.test").txt("i8.test", "v=spf1 ip4:198.51.100.1 -all");
        under.pass(Duration.ofHours(1));
        assertThat(checker.audit(DomainName.of("a.test")).lookUps()).isEqualTo(9);
    }

    @Test
    void includesThatGoRoundInACircleEnd() {
        server.zones().txt("a.test", "v=spf1 include:b.test -all").txt("b.test", "v=spf1 include:a.test -all");

        assertThat(check("192.0.2.1").result()).isEqualTo(SpfResult.PERMERROR);
        assertThat(checker.audit(DomainName.of("a.test")).result()).isEqualTo(SpfResult.PERMERROR);
    }

    @Test
    void lookUpsThatFindNothingAreCountedToo() {
        server.zones().txt("a.test", "v=spf1 a:x1.test a:x2.test a:x3.test -all");

        assertThat(check("192.0.2.1").reason()).contains("find nothing");
    }

    @Test
    void aServerThatDoesNotAnswerIsNoVerdict() {
        server.zones().txt("a.test", "v=spf1 include:b.test -all");
        server.faults().set("b.test", DnsFault.servfail());

        assertThat(check("192.0.2.1").result()).isEqualTo(SpfResult.TEMPERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=spf1 include:%{d", "v=spf1 a:..", "v=spf1 include:%{z}.test", "v=spf1 ip4:::1",
            "v=spf1 a/33", "v=spf1 redirect=a redirect=b", "v=spf1 include:%{l0}.test"})
    void whatIsNoRecordIsAPermanentErrorAndNeverAnException(String record) {
        server.zones().txt("a.test", record);

        assertThat(check("192.0.2.1").result()).isEqualTo(SpfResult.PERMERROR);
    }

    @Test
    void aRecordOfSixtyKilobytesIsRefused() {
        server.zones().txt("a.test", "v=spf1 " + "ip4:192.0.2.1 ".repeat(4_200) + "-all");

        assertThat(check("192.0.2.1").reason()).contains("longer than 4096");
    }
}
