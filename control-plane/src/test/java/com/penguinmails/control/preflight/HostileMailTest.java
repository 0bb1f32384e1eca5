package com.penguinmails.control.preflight;

import static com.penguinmails.control.preflight.PreflightMails.with;
import static com.penguinmails.control.preflight.PreflightRig.signed;
import static com.penguinmails.control.preflight.PreflightRig.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever octets come, each rule has its answer. */
class HostileMailTest {
    private final PreflightRig rig;

    HostileMailTest() throws IOException {
        rig = new PreflightRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private RuleFinding finding(byte[] mail, Rule rule) {
        PreflightReport report = rig.check(mail, terms());
        assertThat(report.findings()).extracting(RuleFinding::rule).containsExactly(Rule.values());
        return report.findings().stream().filter(one -> one.rule() == rule).findFirst().orElseThrow();
    }

    @Test
    void nothingAtAllIsNoMail() {
        assertThat(finding(new byte[0], Rule.MIME_PARSABLE)).isEqualTo(RuleFinding.block(Rule.MIME_PARSABLE,
                "it is empty", "write a header of fields, an empty line, then the body"));
        assertThat(finding(new byte[0], Rule.FROM_PRESENT_ONCE).found()).isEqualTo("there is no field From");
    }

    @Test
    void octetsByChanceAreAnsweredWithoutAnException() {
        for (int seed = 0; seed < 200; seed++) {
            var octets = new byte[seed * 7];
            new Random(seed).nextBytes(octets);
            assertThat(finding(octets, Rule.FROM_PRESENT_ONCE).result()).as("seed %d", seed)
                    .isEqualTo(RuleResult.BLOCK);
        }
    }

    @Test
    void aMailWithOctetsChangedByChanceIsAnsweredWithoutAnException() {
        byte[] good = signed(PreflightMails.GOOD);
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            byte[] mail = good.clone();
            for (int i = 0; i < 8; i++) {
                mail[random.nextInt(mail.length)] = (byte) random.nextInt(256);
            }
            assertThat(finding(mail, Rule.SIZE).result()).as("seed %d", seed).isEqualTo(RuleResult.PASS);
        }
    }

    @Test
    void aHeaderOfMoreThanOneMegabyteIsRefused() {
        String fields = ("X-Filler: " + "x".repeat(88) + "\r\n").repeat(11_000);
        byte[] mail = (fields + PreflightMails.GOOD).getBytes(StandardCharsets.UTF_8);

        assertThat(finding(mail, Rule.MIME_PARSABLE).found()).isEqualTo("the header has more than 1048576 octets");
    }

    @Test
    void multipartsInEachOtherEndSomewhere() {
        var mail = new StringBuilder("From: a@example.test\r\n");
        for (int i = 0; i < 5_000; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n--b").append(i)
                    .append("\r\n");
        }

        assertThat(finding(mail.toString().getBytes(StandardCharsets.UTF_8), Rule.MIME_PARSABLE).found())
                .contains("more than 64 deep");
    }

    @Test
    void whatIsLongerThanAnyProviderTakesIsNotReadAtAll() {
        assertThatThrownBy(() -> rig.check(new byte[Preflight.MAX_OCTETS + 1], terms()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("at most 52428800 are looked at");
    }

    @Test
    void theAuthorIsFoundBehindCommentsGroupsAndInternationalNames() {
        assertThat(author("\"a@evil.test\" (b@evil.test) <news@example.test> (c@evil.test)"))
                .endsWith("news@example.test");
        assertThat(author("Team: News <news@example.test>;")).endsWith("news@example.test");
        assertThat(author("Größe <post@bücher.example.test>")).endsWith("post@xn--bcher-kva.example.test");
        assertThat(author("a@example.test, b@evil.test")).contains("From has 2 addresses");
        assertThat(author("root@[192.0.2.1]")).startsWith("From has an address in no domain");
        assertThat(author("undisclosed:;")).isEqualTo("From cannot be read: it holds no address");
    }

    private String author(String from) {
        return finding(signed(with("News <news@example.test>", from)), Rule.FROM_PRESENT_ONCE).found();
    }

    @Test
    void whatAMailSaysReachesNoTerminalAsControlCharacters() {
        assertThat(finding(signed(with("<n1@example.test>", "\u001b[2Jn1")), Rule.MESSAGE_ID).found())
                .isEqualTo("it is no message id: ?[2Jn1");
    }
}
