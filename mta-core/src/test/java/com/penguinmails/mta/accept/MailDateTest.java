package com.penguinmails.mta.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MailDateTest {
    private static final DateTimeFormatter FORM = DateTimeFormatter
            .ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    @Test
    void aDateReadsAsRfc5322HasIt() {
        assertThat(MailDate.format(Instant.parse("2026-11-23T06:00:09.999Z").toEpochMilli()))
                .isEqualTo("Mon, 23 Nov 2026 06:00:09 +0000");
    }

    @Test
    void anyDateReadsAsAFormatterWritesIt() {
        long last = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
        for (long seed = 0; seed < 20_000; seed++) {
            long millis = new SplittableRandom(seed).nextLong(last + 1);
            assertThat(MailDate.format(millis)).as("seed %d", seed)
                    .isEqualTo(FORM.format(Instant.ofEpochMilli(millis)));
        }
    }
}
