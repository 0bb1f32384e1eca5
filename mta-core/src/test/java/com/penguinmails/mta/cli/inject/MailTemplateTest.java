package com.penguinmails.mta.cli.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.mta.config.ByteSize;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class MailTemplateTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

    @Test
    void fillsPatternsAndMeetsTheSize() {
        MailTemplate mail = new MailTemplate("s{d}@a.test", "u{n}@d{d}.test", 3, new ByteSize(10_240), "run", NOW);
        assertThat(mail.to(7)).isEqualTo("u7@d1.test");
        assertThat(mail.from(7)).isEqualTo("s1@a.test");
        String content = new String(mail.content(7), StandardCharsets.US_ASCII);
        assertThat(content).hasSize(10_240).startsWith("From: <s1@a.test>\r\nTo: <u7@d1.test>\r\n")
                .contains("Message-ID: <run.7@inject.test>\r\n",
                        "Date: Tue, 3 Feb 2026 04:05:06 +0000\r\n")
                .endsWith("\r\n").doesNotContain("\r\n.");
        assertThat(content.split("\r\n", -1)).allSatisfy(line -> assertThat(line.length()).isLessThan(998));
    }

    @Test
    void smallestMessageHasAHeaderAndALine() {
        MailTemplate mail = new MailTemplate("a@a.test", "b@b.test", 1, new ByteSize(0), "run", NOW);
        assertThat(new String(mail.content(0), StandardCharsets.US_ASCII)).endsWith("\r\n\r\nP\r\n");
    }

    @Test
    void wrongPatternsAndSizesAreRefused() {
        for (String wrong : new String[]{"no-at", "a@b>\r\nRCPT", "a b@c.test", "x".repeat(250) + "@a.test"}) {
            assertThatThrownBy(() -> new MailTemplate(wrong, "a@b.test", 1, new ByteSize(1), "run", NOW))
                    .hasMessageContaining("--from");
        }
        assertThatThrownBy(() -> new MailTemplate("a@b.test", "a@b.test", 0, new ByteSize(1), "run", NOW))
                .hasMessageContaining("--domains");
        assertThatThrownBy(() -> new MailTemplate("a@b.test", "a@b.test", 1, ByteSize.ofMiB(65), "run", NOW))
                .hasMessageContaining("64MiB");
    }
}
