package com.penguinmails.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.dns.dmarc.DmarcDiscovery;
import com.penguinmails.dns.dmarc.DmarcRecord;
import com.penguinmails.dns.dmarc.DmarcTreeWalk;
import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DmarcTreeWalkTest {
    private final ZoneServer server = ZoneServer.start(new ZoneData());
    private final ResolverUnderTest under = ResolverUnderTest.on(server);
    private final DmarcTreeWalk walk = new DmarcTreeWalk(under.resolver);

    @AfterEach
    void close() {
        under.close();
        server.close();
    }

    private DmarcDiscovery discover(String domain) {
        return walk.discover(DomainName.of(domain));
    }

    private void publish(String domain, String record) {
        server.zones().txt("_dmarc." + domain, record);
    }

    @Test
    void theDomainsOwnRecordApplies() {
        publish("a.example.test", "v=DMARC1; p=reject");
        publish("example.test", "v=DMARC1; p=none");

        DmarcDiscovery found = discover("a.example.test");
        assertThat(found.policy()).contains("reject");
        assertThat(found.organizational()).hasToString("example.test");
    }

    @Test
    void aSubdomainWithoutOneTakesWhatItsOrganizationSaysOfSubdomains() {
        publish("example.test", "v=DMARC1; p=reject; sp=quarantine");

        assertThat(discover("deep.a.example.test").policy()).contains("quarantine");
        assertThat(discover("deep.a.example.test").foundAt()).hasToString("example.test");
    }

    @Test
    void belowAPublicSuffixTheOrganizationIsOneLabelBelowIt() {
        publish("co.test", "v=DMARC1; p=reject; psd=y");

        assertThat(discover("mail.shop.co.test").organizational()).hasToString("shop.co.test");
        assertThat(discover("mail.shop.co.test").policy()).contains("reject");
        assertThat(walk.areAligned(DomainName.of("a.shop.co.test"), DomainName.of("b.shop.co.test"), false)).isTrue();
        assertThat(walk.areAligned(DomainName.of("shop.co.test"), DomainName.of("other.co.test"), false)).isFalse();
        assertThat(discover("co.test").organizational()).as("where the walk begins psd=y is passed over")
                .hasToString("co.test");
    }

    @Test
    void whoSaysThatItIsNoSuffixEndsTheWalk() {
        publish("unit.example.test", "v=DMARC1; p=none; psd=n");
        publish("example.test", "v=DMARC1; p=reject");

        assertThat(discover("a.unit.example.test").organizational()).hasToString("unit.example.test");
        assertThat(walk.areAligned(DomainName.of("unit.example.test"), DomainName.of("example.test"), false)).isFalse();
    }

    @Test
    void aLongNameIsAskedForAtMostEightTimes() {
        publish("c.d.e.f.g.h.test", "v=DMARC1; p=reject");
        publish("z.y.x.w.b.c.d.e.f.g.h.test", "v=DMARC1; p=none; rua=mailto:x@h.test");
        publish("b.c.d.e.f.g.h.test", "v=DMARC1; p=quarantine");

        assertThat(discover("q.z.y.x.w.b.c.d.e.f.g.h.test").organizational()).hasToString("c.d.e.f.g.h.test");
        assertThat(server.queries().total()).isEqualTo(8);
    }

    @Test
    void twoRecordsAreNoneAndTheProblemIsTold() {
        publish("example.test", "v=DMARC1; p=none");
        publish("example.test", "v=DMARC1; p=reject");

        assertThat(discover("example.test").policy()).isEmpty();
        assertThat(discover("example.test").problem()).contains("2 DMARC records, there must be one");
    }

    @Test
    void strictAlignmentWantsTheSameName() {
        publish("example.test", "v=DMARC1; p=none");

        assertThat(walk.areAligned(DomainName.of("a.example.test"), DomainName.of("example.test"), false)).isTrue();
        assertThat(walk.areAligned(DomainName.of("a.example.test"), DomainName.of("example.test"), true)).isFalse();
        assertThat(walk.areAligned(DomainName.of("a.none.test"), DomainName.of("none.test"), false))
                .as("without records there is nothing that joins them").isFalse();
    }

    @Test
    void aRecordIsReadLenientlyWhereTheStandardIs() {
        DmarcRecord record = DmarcRecord
                .parse("v=DMARC1;p=Reject; pct=20; rf=afrf; adkim=s; aspf=q; x=; rua=mailto:a@b");

        assertThat(record.policy()).isEqualTo("reject");
        assertThat(record.strictDkim()).isTrue();
        assertThat(record.strictSpf()).as("a word that nobody knows counts as the default").isFalse();
        assertThat(DmarcRecord.parse("v=DMARC1").policy()).isEqualTo("none");
        assertThat(DmarcRecord.isOne("v=dmarc1; p=none")).isFalse();
        assertThat(DmarcRecord.isOne("p=none; v=DMARC1")).isFalse();
        assertThatThrownBy(() -> DmarcRecord.parse("v=DMARC1; p=maybe")).hasMessageContaining("p=");
        assertThatThrownBy(() -> DmarcRecord.parse("v=DMARC1; p=none; p=reject")).hasMessageContaining("twice");
    }
}
