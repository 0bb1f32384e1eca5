package com.penguinmails.control.preflight;

import static com.penguinmails.control.preflight.PreflightMails.GOOD;
import static com.penguinmails.control.preflight.PreflightMails.with;
import static com.penguinmails.control.preflight.PreflightRig.signed;
import static com.penguinmails.control.preflight.PreflightRig.terms;
import static com.penguinmails.control.preflight.RuleResult.BLOCK;
import static com.penguinmails.control.preflight.RuleResult.PASS;
import static com.penguinmails.control.preflight.RuleResult.SKIPPED;
import static com.penguinmails.control.preflight.RuleResult.WARN;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.dkim.HeaderSelection;
import com.penguinmails.dns.DomainName;
import com.penguinmails.mta.message.ReversePath;
import com.penguinmails.testkit.dns.DnsFault;
import com.penguinmails.testkit.dns.ZoneData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each rule is broken by itself, and no other then says anything. */
class PreflightTest {
    private final PreflightRig rig;

    PreflightTest() throws IOException {
        rig = new PreflightRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private RuleFinding only(byte[] mail, SendingTerms terms, Map<Rule, RuleResult> expected) {
        PreflightReport report = rig.check(mail, terms);
        var seen = new EnumMap<Rule, RuleResult>(Rule.class);
        report.findings().stream().filter(one -> one.result() != PASS && one.rule() != Rule.TLS)
                .forEach(one -> seen.put(one.rule(), one.result()));
        assertThat(seen).as(report.findings().toString()).isEqualTo(expected);
        return report.findings().stream().filter(one -> expected.containsKey(one.rule())).findFirst().orElseThrow();
    }

    private RuleFinding only(String mail, Rule rule, RuleResult result) {
        return only(signed(mail), terms(), Map.of(rule, result));
    }

    @Test
    void aMailInOrderPassesEveryRuleAndEachIsToldOnce() {
        PreflightReport report = rig.check(signed(GOOD), terms());

        assertThat(report.findings()).extracting(RuleFinding::rule).containsExactly(Rule.values());
        assertThat(report.findings()).filteredOn(one -> one.rule() != Rule.TLS)
                .allSatisfy(one -> assertThat(one.result()).as(one.toString()).isEqualTo(PASS));
        assertThat(report.result()).isEqualTo(PASS);
        assertThat(report.findings()).filteredOn(one -> one.result() != PASS).extracting(RuleFinding::result)
                .containsExactly(SKIPPED);
    }

    @Test
    void twoFieldsFromBlockAndLeaveNoAuthor() {
        RuleFinding finding = only(signed(with("To: ", "From: Other <x@example.test>\r\nTo: ")), terms(),
                Map.of(Rule.FROM_PRESENT_ONCE, BLOCK, Rule.SPF_ALIGNED, SKIPPED, Rule.DKIM_ALIGNED, SKIPPED,
                        Rule.DMARC_RECORD, SKIPPED, Rule.DMARC_PASSES, SKIPPED, Rule.ONE_CLICK, BLOCK));

        assertThat(finding.found()).isEqualTo("there are 2 fields From");
    }

    @Test
    void anAddressThatSpfForbidsBlocks() {
        rig.zones().remove("bounce.example.test", "TXT").txt("bounce.example.test", "v=spf1 ip4:198.51.100.7 -all");

        assertThat(only(GOOD, Rule.SPF_PASSES, BLOCK).found()).contains("192.0.2.1 fail", "«-all»");
    }

    @Test
    void withoutAddressesSpfAndPtrAreSaidNotToBeLookedAt() {
        var unknown = new SendingTerms(List.of(), null, null, true);
        RuleFinding finding = only(signed(GOOD), unknown, Map.of(Rule.SPF_PASSES, SKIPPED, Rule.PTR, SKIPPED));

        assertThat(finding.found()).startsWith("not looked at");
    }

    @Test
    void aReversePathElsewhereIsNotAligned() {
        rig.zones().txt("bounce.provider.test", "v=spf1 ip4:192.0.2.1 -all");
        var elsewhere = new SendingTerms(List.of(PreflightRig.SOURCE), null,
                ReversePath.parse("b@bounce.provider.test"),
                true);

        assertThat(only(signed(GOOD), elsewhere, Map.of(Rule.SPF_ALIGNED, WARN)).mend())
                .contains("bounce.example.test");
    }

    @Test
    void aSignatureOfAnotherDomainIsNotAligned() {
        rig.publish("provider.test");
        byte[] mail = signed(GOOD, "provider.test", HeaderSelection.defaults());
        RuleFinding finding = only(mail, terms(), Map.of(Rule.DKIM_ALIGNED, WARN, Rule.ONE_CLICK, BLOCK));

        assertThat(finding.found()).isEqualTo("d=provider.test and From's example.test are not aligned");
    }

    @Test
    void whereNeitherIsAlignedDmarcBlocks() {
        rig.publish("provider.test");
        rig.zones().txt("bounce.provider.test", "v=spf1 ip4:192.0.2.1 -all");
        byte[] mail = signed(GOOD, "provider.test", HeaderSelection.defaults());
        var elsewhere = new SendingTerms(List.of(PreflightRig.SOURCE), null,
                ReversePath.parse("b@bounce.provider.test"),
                false);

        var _ = only(mail, elsewhere, Map.of(Rule.SPF_ALIGNED, WARN, Rule.DKIM_ALIGNED, WARN, Rule.ONE_CLICK, WARN,
                Rule.DMARC_PASSES, BLOCK));
    }

    @Test
    void aMailThatWasChangedAfterwardsHasNoValidSignature() {
        byte[] mail = signed(GOOD);
        mail[mail.length - 12] ^= 1;

        var _ = only(mail, terms(), Map.of(Rule.DKIM_VALID, BLOCK, Rule.DKIM_ALIGNED, SKIPPED, Rule.ONE_CLICK,
                BLOCK));
    }

    @Test
    void aShortKeyWarnsAndADomainThatOnlyTestsDkimDoesNotCount() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(1024);
        KeyPair pair = keys.generateKeyPair();
        String record = "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        byte[] mail = PreflightRig.signed(GOOD, "short", pem);
        rig.zones().txt("short._domainkey.example.test", record);
        assertThat(only(mail, terms(), Map.of(Rule.DKIM_VALID, WARN)).found()).contains("rsa of 1024 bits");

        rig.zones().txt("test._domainkey.example.test", record.replace("p=", "t=y; p="));
        byte[] tested = PreflightRig.signed(GOOD, "test", pem);
        assertThat(only(tested, terms(), Map.of(Rule.DKIM_VALID, BLOCK, Rule.DKIM_ALIGNED, SKIPPED, Rule.ONE_CLICK,
                BLOCK)).found()).contains("only tests DKIM");
    }

    @Test
    void whatDnsDoesNotAnswerWarnsAndIsNotCalledWrong() {
        rig.faults().set("bounce.example.test", DnsFault.servfail());

        assertThat(only(GOOD, Rule.SPF_PASSES, WARN).mend()).isEqualTo("ask again when DNS answers");
    }

    @Test
    void partsThatAreNotClosedWarn() {
        assertThat(only(with("--b--", "The end"), Rule.MIME_PARSABLE, WARN).found()).contains("lenient readers");
    }

    @Test
    void alignmentIsThatOfTheOrganizationalDomainByTheTreeWalkUnlessTheRecordIsStrict() throws IOException {
        String mail = with("<news@example.test>", "<news@eu.news.example.test>");
        assertThat(rig.check(signed(mail), terms()).result()).isEqualTo(PASS);

        try (PreflightRig strict = new PreflightRig()) {
            strict.zones().txt("_dmarc.eu.news.example.test", "v=DMARC1; p=reject; adkim=s; aspf=s");
            assertThat(strict.check(signed(mail), terms()).findings()).filteredOn(one -> one.result() == BLOCK)
                    .extracting(RuleFinding::rule).containsExactly(Rule.DMARC_PASSES, Rule.ONE_CLICK);
        }
    }

    @Test
    void aPolicyOfNoneWarns() {
        rig.zones().remove("_dmarc.example.test", "TXT").txt("_dmarc.example.test", "v=DMARC1; p=none");
        assertThat(only(GOOD, Rule.DMARC_RECORD, WARN).found()).contains("the policy for example.test is none");
    }

    @Test
    void noDmarcRecordBlocksBulk() {
        rig.zones().remove("_dmarc.example.test", "TXT");
        PreflightReport report = rig.check(signed(GOOD), terms());

        assertThat(report.findings()).filteredOn(one -> one.rule() == Rule.DMARC_RECORD)
                .extracting(RuleFinding::result).containsExactly(BLOCK);
    }

    @Test
    void anAddressWithoutNameBlocks() {
        rig.zones().remove("1.2.0.192.in-addr.arpa", "PTR");

        assertThat(only(GOOD, Rule.PTR, BLOCK).found()).isEqualTo("192.0.2.1 has no PTR record");
    }

    @Test
    void aNameThatLeadsElsewhereBlocks() {
        ZoneData zones = rig.zones();
        zones.remove("out.example.test", "A").address("out.example.test", "192.0.2.9");

        assertThat(only(GOOD, Rule.PTR, BLOCK).found()).contains("which does not have that address");
    }

    @Test
    void anotherNameInEhloWarns() {
        var other = new SendingTerms(List.of(PreflightRig.SOURCE), DomainName.of("mta.example.test"),
                terms().reversePath(), true);

        assertThat(only(signed(GOOD), other, Map.of(Rule.PTR, WARN)).found()).contains("EHLO says mta.example.test");
    }

    @Test
    void oneClickFieldsThatAreNotSignedDoNotCount() {
        var without = new HeaderSelection(List.of("From", "To", "Subject", "Date", "Message-ID", "List-Unsubscribe"),
                List.of("From"));
        RuleFinding finding = only(signed(GOOD, "example.test", without), terms(), Map.of(Rule.ONE_CLICK, BLOCK));

        assertThat(finding.found()).contains("no valid and aligned signature covers both");
    }

    @Test
    void unsubscribingNeedsHttpsAndTheSecondField() {
        assertThat(only(with("https://", "http://"), Rule.ONE_CLICK, BLOCK).found()).contains("no https URI");
        assertThat(only(with("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", ""), Rule.ONE_CLICK, BLOCK)
                .found()).contains("no field List-Unsubscribe-Post");
    }

    @Test
    void idAndDateMustBeThereOnceAndBeRight() {
        var _ = only(with("Message-ID: <n1@example.test>\r\n", ""), Rule.MESSAGE_ID, BLOCK);
        var _ = only(with("<n1@example.test>", "n1"), Rule.MESSAGE_ID, BLOCK);
        var _ = only(with("Date: Mon, 23 Nov 2026 06:00:00 +0000\r\n", ""), Rule.DATE, BLOCK);
        var _ = only(with("Mon, 23 Nov 2026 06:00:00 +0000", "yesterday"), Rule.DATE, BLOCK);
        var _ = only(with("Mon, 23 Nov 2026 06", "Mon, 30 Nov 2026 06"), Rule.DATE, WARN);
        var _ = only(with("Mon, 23 Nov 2026 06", "Mon, 2 Nov 2026 06"), Rule.DATE, WARN);
    }

    @Test
    void htmlWithoutTextWarns() {
        assertThat(only(with("text/plain", "text/enriched"), Rule.TEXT_PART, WARN).found())
                .isEqualTo("the HTML has no text beside it");
        assertThat(only(with("\r\nGood news.\r\n", "\r\n \r\n"), Rule.TEXT_PART, WARN).found())
                .isEqualTo("the text beside the HTML is empty");
    }

    @Test
    void longLinesAndLongHtmlAreSeen() {
        assertThat(only(with("<p>", "<p>" + "x".repeat(1000)), Rule.LINE_LENGTH, BLOCK).found()).contains("octets");
        String lines = ("y".repeat(98) + "\r\n").repeat(1100);
        assertThat(only(with("<p>", lines + "<p>"), Rule.SIZE, WARN).found()).contains("Gmail cuts it off");
    }

    @Test
    void aMailOfThirtyMegabytesBlocks() {
        byte[] lines = ("z".repeat(98) + "\r\n").repeat(300_000).getBytes(StandardCharsets.US_ASCII);
        byte[] good = signed(with("Content-Type: multipart/alternative; boundary=\"b\"", "Content-Type: text/plain"));
        byte[] mail = Arrays.copyOf(good, good.length + lines.length);
        System.arraycopy(lines, 0, mail, good.length, lines.length);

        assertThat(rig.check(mail, terms()).findings()).filteredOn(one -> one.rule() == Rule.SIZE)
                .extracting(RuleFinding::result).containsExactly(BLOCK);
    }
}
