package com.penguinmails.mta.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.AutomationConfig;
import com.penguinmails.mta.config.ConfigReader;
import com.penguinmails.mta.config.PathLimitsConfig;
import com.penguinmails.mta.config.PathRuleConfig;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.message.Reply;
import com.penguinmails.mta.outcome.BounceClass;
import com.penguinmails.mta.outcome.DeliveryStatus;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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

    /** Replies as providers give them; addresses are made up. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            google-unusual-rate | 421 4.7.28 [192.0.2.1] Our system has detected an unusual rate of unsolicited mail originating from your IP address.
            google-rate-of-address | 421 4.7.0 [192.0.2.1] Our system has detected an unusual rate of unsolicited mail originating from your IP address.
            google-reputation | 421 4.7.0 [192.0.2.1] Our system has detected that this message is suspicious due to the very low reputation of the sending domain.
            microsoft-rate-of-address | 451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation. (S775)
            microsoft-connections | 451 4.7.652 The mail server [192.0.2.1] has exceeded the maximum number of connections. (S3115)
            microsoft-messages | 451 4.7.653 The mail server [192.0.2.1] has exceeded maximum number of messages per connection.
            microsoft-blocked | 550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your provider since part of their network is on our block list (S3140).
            microsoft-365-blocked | 550 5.7.606 Access denied, banned sending IP [192.0.2.1].
            microsoft-365-listed | 550 5.7.1 Service unavailable, Client host [192.0.2.1] blocked using Spamhaus.
            microsoft-365-busy | 451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (AS77712344)
            microsoft-365-connections | 421 4.3.2 The maximum number of concurrent connections per resource forest has exceeded a limit.
            yahoo-volume-or-complaints | 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints.
            yahoo-permanently-deferred | 421 4.7.1 [TS03] All messages from 192.0.2.1 will be permanently deferred.
            yahoo-listed | 553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1.
            yahoo-japan-volume | 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred.
            apple-busy | 451 4.7.1 Service unavailable - try again later
            apple-deferred | 421 4.7.0 [HCM1] Your mail from 192.0.2.1 was deferred.
            comcast-rate | 421 4.1.0 192.0.2.1 Throttled - try again later. RL000001
            comcast-sessions | 421 4.7.0 Too many sessions opened
            comcast-blocked | 554 5.7.1 192.0.2.1 BL000001 blocked
            spectrum-rate | 421 4.7.1 cmsmtp 192.0.2.1 blocked AUP#In-1340
            spectrum-blocked | 554 5.7.1 cmsmtp 192.0.2.1 blocked AUP#1260
            cox-connections | 421 4.7.0 cmsmtp blocked. Refer to Error Codes section. AUP#CXCNCT
            cox-blocked | 554 5.7.1 cmsmtp 192.0.2.1 blocked AUP#CDRBL
            att-blocked | 553 5.3.0 DNSBL:RBL 521< 192.0.2.1 >_is_blocked
            proofpoint-blocked | 554 5.7.0 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1
            mimecast-load | 421 4.3.2 Unable to process connection at this time
            united-internet-connections | 421 4.7.0 Too many connections from this address
            united-internet-policy | 554 5.7.1 Reject due to policy restrictions.
            united-internet-listed | 554 5.7.1 IP address is block listed.
            t-online-unknown-address | 554 5.7.1 IP=192.0.2.1 - None/bad reputation. Ask your postmaster for help.
            orange-connections | 421 4.7.0 Trop de connexions, veuillez verifier votre configuration. Too many connections, slow down. OFR004_104
            orange-refused | 421 4.7.0 Service refuse. Veuillez essayer plus tard. OFR_999
            sfr-refused | 450 4.7.1 Service refused due to bad behavior SFR_IN_101
            laposte-refused | 450 4.7.1 Client host rejected: Service refuse. LPN027_503
            tencent-frequency | 550 5.7.1 Ip frequency limited.
            netease-connections | 421 4.7.0 HL:ICC too many connections
            netease-rate | 421 4.7.0 HL:IFC
            netease-daily | 554 5.7.1 HL:ITC
            netease-messages | 451 4.7.0 MI:DMC
            naver-too-much | 421 4.3.1 You send too many messages.
            mail-ru-rate | 421 4.7.0 IP frequency limit exceeded
            yandex-connections | 451 4.7.1 too many connections from your host
            godaddy-connections | 421 4.7.0 Connection refused from 192.0.2.1 due to exceed max concurrent connections. IB007
            rackspace-connections | 421 4.7.0 Too many concurrent connections from this client (G2)
            rackspace-unknown-address | 451 4.7.1 Received too many messages from a new or untrusted IP (G28)
            """)
    void aReplyOfAProviderTriggersItsRuleAndNoOtherProvidersReplyDoes(String name, String reply) {
        AutomationConfig rule = shipped.automation().stream().filter(each -> each.name().equals(name)).findFirst()
                .orElseThrow();
        String provider = Objects.requireNonNull(rule.provider());

        assertThat(triggered(rule, provider, reply)).isTrue();
        assertThat(triggered(rule, "another", reply)).isFalse();
        assertThat(triggered(rule, provider, "450 4.2.0 Greylisted, come back in a while")).isFalse();
        assertThat(triggered(rule, provider, "550 5.1.1 No such user")).isFalse();
    }

    @Test
    void everyRuleHasItsSampleItsProviderAndItsRow() throws Exception {
        String page = Files.readString(root().resolve("docs/providers.md"));

        assertThat(shipped.automation()).hasSize(46);
        for (AutomationConfig rule : shipped.automation()) {
            assertThat(shipped.providers()).containsKey(rule.provider());
            assertThat(page).contains("| `" + rule.name() + "` |");
        }
    }

    private static boolean triggered(AutomationConfig rule, String provider, String reply) {
        Automation automation = new Automation(List.of(rule));
        int code = Integer.parseInt(reply.substring(0, 3));
        String[] words = reply.split(" ", 3);
        EnhancedStatus status = EnhancedStatus.parse(words[1]);
        var deferred = new Outcome.Deferred(new DeliveryStatus(status, reply,
                new Reply(code, status, List.of(words[2])), "mx.test[192.0.2.1]", Stage.MAIL), BounceClass.OTHER);
        var subject = new AutomationSubject("acme", "c", "d.test", "mx.test", provider, SOURCE, List.of("mx.test"));
        boolean triggered = false;
        for (int hit = 0; hit < rule.hitsNeeded(); hit++) {
            triggered = !automation.observe(subject, deferred, 1_000_000 + hit).isEmpty();
        }
        return triggered;
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
