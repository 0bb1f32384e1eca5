package com.penguinmails.dns;

import static com.penguinmails.dns.ResolverUnderTest.START;
import static com.penguinmails.dns.ResolverUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.penguinmails.testkit.dns.DnsFault;
import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MailDomainResolverTest {
    private final ZoneData zones = new ZoneData();
    private final ZoneServer server = ZoneServer.start(zones);
    private final ResolverUnderTest dns = ResolverUnderTest.on(server);
    private final MailDomainResolver resolver = new MailDomainResolver(dns.resolver, new SplittableRandom(42));

    @AfterEach
    void close() {
        dns.close();
        server.close();
    }

    @Test
    void ordersHostsByPreference() {
        zones.mx("a.test", 30, "c.test").mx("a.test", 10, "a.test").mx("a.test", 20, "b.test");
        assertThat(route("a.test")).isEqualTo(new MailRoute.ExplicitMx(
                List.of(exchanger(10, "a.test"), exchanger(20, "b.test"), exchanger(30, "c.test")),
                new SiteName("(a|b|c).test"), START.plus(Duration.ofMinutes(5))));
    }

    @Test
    void shufflesHostsOfOnePreferenceFairly() {
        zones.mx("a.test", 5, "first.test");
        List.of("x.test", "y.test", "z.test").forEach(host -> zones.mx("a.test", 10, host));
        Map<List<DomainName>, Integer> orders = new HashMap<>();
        for (int i = 0; i < 6000; i++) {
            List<DomainName> hosts = hosts(route("a.test"));
            assertThat(hosts.getFirst()).hasToString("first.test");
            orders.merge(hosts, 1, Integer::sum);
        }
        assertThat(orders).hasSize(6);
        assertThat(orders.values()).allSatisfy(count -> assertThat(count).isCloseTo(1000, within(150)));
        assertThat(server.queries().total()).isEqualTo(1);
    }

    @Test
    void takesADomainWithAnAddressForItsOwnExchanger() {
        zones.address("v4.test", "192.0.2.1").address("v6.test", "2001:db8::1");
        assertThat(route("v4.test")).isEqualTo(new MailRoute.ImplicitMx(DomainName.of("v4.test"),
                new SiteName("v4.test"), START.plus(Duration.ofMinutes(1))));
        assertThat(route("v6.test")).isInstanceOf(MailRoute.ImplicitMx.class);
    }

    @Test
    void takesTheExchangersOfTheDomainThatADomainIsAnAliasOf() {
        zones.cname("alias.test", "real.test").mx("real.test", 10, "mx.test");
        assertThat(hosts(route("alias.test"))).containsExactly(DomainName.of("mx.test"));
    }

    @Test
    void knowsANullMxOnlyIfItIsTheSoleRecord() {
        zones.mx("null.test", 0, ".").mx("both.test", 0, ".").mx("both.test", 10, "mx.test");
        assertThat(route("null.test")).isEqualTo(new MailRoute.NullMx());
        assertThat(hosts(route("both.test"))).containsExactly(DomainName.of("mx.test"));
    }

    @Test
    void doesNotFallBackToAnAddressOfADomainWithANullMx() {
        zones.mx("null.test", 0, ".").address("null.test", "192.0.2.1");
        assertThat(route("null.test")).isEqualTo(new MailRoute.NullMx());
    }

    @Test
    void takesOddHostsAsTheyAre() {
        zones.mx("odd.test", 1, "192.0.2.1").mx("odd.test", 2, "localhost").mx("odd.test", 3, "alias.test")
                .mx("odd.test", 4, "under_score.test").mx("odd.test", 5, "no\\@host.test")
                .cname("alias.test", "host.test");
        assertThat(hosts(route("odd.test"))).map(DomainName::toString).containsExactly("192.0.2.1", "localhost",
                "alias.test", "under_score.test");
        assertThat(dns.ipv4("192.0.2.1")).isInstanceOf(DnsAnswer.NoSuchDomain.class);
    }

    @Test
    void saysThatADomainHasNoHostOrDoesNotExist() {
        zones.txt("text.test", "no mail here");
        assertThat(route("text.test")).isEqualTo(new MailRoute.NoHost());
        assertThat(route("none.test")).isEqualTo(new MailRoute.NoSuchDomain());
    }

    @Test
    void failsForNowIfDnsDoes() {
        server.faults().setAll(DnsFault.servfail());
        assertThat(route("a.test")).isInstanceOfSatisfying(MailRoute.TemporaryFailure.class,
                failure -> assertThat(failure.reason()).contains("a.test MX").contains("SERVFAIL"));
    }

    @Test
    void failsForNowIfItCannotLearnWhetherADomainHasAnAddress() {
        zones.txt("text.test", "no mail here");
        assertThat(dns.mx("text.test")).isInstanceOf(DnsAnswer.NoData.class);
        server.faults().setAll(DnsFault.refused());
        assertThat(route("text.test")).isInstanceOfSatisfying(MailRoute.TemporaryFailure.class,
                failure -> assertThat(failure.reason()).contains("text.test A").contains("REFUSED"));
    }

    @Test
    void aThousandHostedDomainsAreOneSite() {
        SplittableRandom random = new SplittableRandom(3);
        Set<SiteName> sites = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String domain = "hosted" + i + ".test";
            boolean swapped = random.nextBoolean();
            zones.mx(domain, swapped ? 20 : 10, "mx1.mail.example.net").mx(domain, swapped ? 10 : 20,
                    "mx2.mail.example.net");
            sites.add(route(domain) instanceof MailRoute.ExplicitMx explicit ? explicit.site() : new SiteName("none"));
        }
        assertThat(sites).containsExactly(new SiteName("(mx1|mx2).mail.example.net"));
    }

    private MailRoute route(String domain) {
        return await(resolver.route(DomainName.of(domain)));
    }

    private static List<DomainName> hosts(MailRoute route) {
        assertThat(route).isInstanceOf(MailRoute.ExplicitMx.class);
        return route instanceof MailRoute.ExplicitMx explicit
                ? explicit.hosts().stream().map(MailExchanger::host).toList()
                : List.of();
    }

    private static MailExchanger exchanger(int preference, String host) {
        return new MailExchanger(preference, DomainName.of(host));
    }
}
