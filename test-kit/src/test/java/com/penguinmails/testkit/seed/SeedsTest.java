package com.penguinmails.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class SeedsTest {
    private static final Pattern LOCAL_PART = Pattern
            .compile("[\\w!#$%&'*+/=?^`{|}~-]+(\\.[\\w!#$%&'*+/=?^`{|}~-]+)*|\"([^\"\\\\]|\\\\[ -~])+\"");

    @Test
    void failureNamesItsSeed() {
        List<Long> ran = new ArrayList<>();
        assertThatThrownBy(() -> Seeds.chosen(null, 3, 4, 5).check((_, seed) -> {
            ran.add(seed);
            assertThat(seed).isNotEqualTo(4);
        })).isInstanceOf(AssertionError.class).hasMessageContaining("with seed 4").hasMessageContaining("-Dseed=4")
                .hasCauseInstanceOf(
                        AssertionError.class);
        assertThat(ran).containsExactly(3L, 4L);
    }

    @Test
    void propertyChoosesOneSeed() {
        assertThat(Seeds.chosen(" 17 ", 1, 2).stream()).containsExactly(17L);
        assertThat(Seeds.chosen("", 1, 2).stream()).containsExactly(1L, 2L);
        assertThatThrownBy(() -> Seeds.chosen("x", 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("seed=x");
    }

    @Test
    void generatedMailIsTheSameFromTheSameSeedAndWellFormed() {
        Seeds.first(200).check((random, seed) -> {
            MailGenerator mail = new MailGenerator(random);
            MailGenerator again = new MailGenerator(new SplittableRandom(seed));
            String address = mail.address();
            assertThat(address).isEqualTo(again.address());
            assertThat(address.substring(0, address.lastIndexOf('@'))).matches(LOCAL_PART);
            assertThat(mail.headerText()).isEqualTo(again.headerText()).doesNotContain("\r", "\n");
            byte[] message = mail.message();
            assertThat(message).isEqualTo(again.message());
            for (String line : new String(message, StandardCharsets.ISO_8859_1).split("\r\n", -1)) {
                assertThat(line).hasSizeLessThanOrEqualTo(998).doesNotContain("\r", "\n");
            }
            assertThat(mail.internationalAddress()).isEqualTo(again.internationalAddress());
        });
    }

    @Test
    void piecesMakeTheWhole() {
        Seeds.first(100).check((random, _) -> {
            byte[] bytes = new byte[random.nextInt(500)];
            random.nextBytes(bytes);
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            for (byte[] piece : Chunking.cut(bytes, 40, random)) {
                assertThat(piece).isNotEmpty();
                whole.writeBytes(piece);
            }
            assertThat(whole.toByteArray()).isEqualTo(bytes);
        });
    }
}
