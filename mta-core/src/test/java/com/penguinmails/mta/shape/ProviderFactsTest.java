package com.penguinmails.mta.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.ConfigReader;
import com.penguinmails.mta.config.PathLimitsConfig;
import com.penguinmails.mta.config.PathRuleConfig;
import com.penguinmails.mta.config.ShapingConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shipped file says of large receivers. */
class ProviderFactsTest {
    private static final String SOURCE = "a";
    private final ShapingConfig shipped = shipped();

    /** Mail exchangers as they stand in DNS; the part that names a customer is made up. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            google, gmail-smtp-in.l.google.com
            google, aspmx.l.google.com
            google, smtp.google.com
            google, aspmx2.googlemail.com
            microsoft_consumer, hotmail-com.olc.protection.outlook.com
            microsoft_consumer, outlook-com.olc.protection.outlook.com
            microsoft_365, contoso-com.mail.protection.outlook.com
            microsoft_365, contoso-com.a-v1.mx.microsoft
            yahoo, mta5.am0.yahoodns.net
            yahoo, mx-aol.mail.gm0.yahoodns.net
            yahoo, mx-eu.mail.am0.yahoodns.net
            yahoo_japan, mx1.mail.yahoo.co.jp
            apple, mx01.mail.icloud.com
            apple, mx02.mail.icloud.com
            comcast, mx1h1.comcast.net
            comcast, mx2.comcast.net
            spectrum, pkvw-mx.msg.pkvw.co.charter.net
            cox, cxr.mx.a.cloudfilter.net
            att, ff-ip4-mx-vip1.prodigy.net
            att, al-ip4-mx-vip2.prodigy.net
            proofpoint, mx0a-00000001.pphosted.com
            proofpoint, mx07-00000001.pphosted.com
            proofpoint, mx1-us1.ppe-hosted.com
            mimecast, eu-smtp-inbound-1.mimecast.com
            mimecast, us-smtp-inbound-2.mimecast.com
            mimecast, za-smtp-inbound-1.mimecast.co.za
            barracuda, d000000a.ess.barracudanetworks.com
            cisco, mx1.hc0000-00.iphmx.com
            messagelabs, cluster5.us.messagelabs.com
            united_internet, mx00.gmx.net
            united_internet, mx01.emig.gmx.net
            united_internet, mx-ha02.web.de
            united_internet, mx00.mail.com
            ionos, mx00.kundenserver.de
            ionos, mx01.ionos.de
            ionos, mx00.1and1.com
            ionos, mx00.ionos.co.uk
            t_online, mx00.t-online.de
            orange, smtp-in.orange.fr
            free, mx1.free.fr
            sfr, smtp-in.sfr.fr
            laposte, smtpz4.laposte.net
            ovh, mx0.mail.ovh.net
            ovh, mx1.mail.ovh.net
            italiaonline, smtp-in.libero.it
            italiaonline, smtp-in.virgilio.it
            tim, smtp.aliceposta.it
            tim, smtp.tim.it
            kpn, mx.kpnmail.nl
            bt, mx.bt.lon5.cpcloud.co.uk
            seznam, mx1.seznam.cz
            wp, mx.wp.pl
            onet, mx.poczta.onet.pl
            mail_ru, mxs.mail.ru
            mail_ru, emx.mail.ru
            yandex, mx.yandex.ru
            yandex, mx.yandex.net
            tencent, mx3.qq.com
            tencent, mxbiz1.qq.com
            netease, 163mx01.mxmail.netease.com
            netease, qiye163mx01.mxmail.netease.com
            naver, mx1.naver.com
            netvigator, imsmx1.netvigator.com
            zoho, mx.zoho.com
            zoho, mx2.zoho.eu
            zoho, mx.zoho.in
            fastmail, in1-smtp.messagingengine.com
            proton, mail.protonmail.ch
            proton, mailsec.protonmail.ch
            godaddy, smtp.secureserver.net
            godaddy, mailstore1.secureserver.net
            rackspace, mx1.emailsrvr.com
            """)
    void aMailExchangerBelongsToItsProviderAndHasItsLimits(String provider, String host) {
        PathLimits limits = new PathLimits(shipped);

        assertThat(limits.provider(List.of(host), null)).isEqualTo(provider);
        PathLimitsConfig path = limits.of(SOURCE, List.of(host), null);
        PathRuleConfig rule = shipped.paths().stream().filter(each -> provider.equals(each.provider())).findFirst()
                .orElseThrow();
        assertThat(path.connections()).isEqualTo(rule.connections());
        assertThat(path.messagesPerConnection()).isEqualTo(rule.messagesPerConnection());
    }

    @ParameterizedTest
    @CsvSource({"mx.example.com", "google.com.example.net", "mx.notgoogle.com", "protection.outlook.com",
            "mail.ru.example.org"})
    void aNameThatOnlyLooksAlikeBelongsToNone(String host) {
        assertThat(new PathLimits(shipped).provider(List.of(host), null)).isEqualTo(Providers.NONE);
    }

    @Test
    void everyProviderHasALimitAndARowThatSaysWhereItComesFrom() throws Exception {
        String page = Files.readString(root().resolve("docs/providers.md"));

        assertThat(shipped.providers()).hasSizeGreaterThanOrEqualTo(40);
        for (String provider : shipped.providers().keySet()) {
            assertThat(shipped.paths()).filteredOn(rule -> provider.equals(rule.provider())).hasSize(1);
            PathRuleConfig rule = shipped.paths().stream().filter(each -> provider.equals(each.provider())).findFirst()
                    .orElseThrow();
            String row = page.lines().filter(line -> line.startsWith("| `" + provider + "` |")).findFirst().orElse("");
            assertThat(row).contains("| " + rule.connections() + " | " + rule.messagesPerConnection());
            assertThat(row).matches(".*\\| 20\\d\\d-\\d\\d \\|");
        }
    }

    @Test
    void nothingIsSaidOfMailThatGoesToNoProvider() {
        assertThat(shipped.paths()).allMatch(rule -> rule.provider() != null && rule.source() == null);
        assertThat(shipped.limits()).allMatch(limit -> limit.provider() != null && limit.tenant() == null);
    }

    private static ShapingConfig shipped() {
        try {
            return ConfigReader.read(root().resolve("config/shaping.toml"), ShapingConfig.class);
        } catch (Exception e) {
            throw new AssertionError("the shipped file cannot be read", e);
        }
    }

    private static Path root() {
        return Path.of(System.getProperty("project.root", ".."));
    }
}
