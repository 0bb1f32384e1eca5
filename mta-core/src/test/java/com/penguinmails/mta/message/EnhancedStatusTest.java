package com.penguinmails.mta.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EnhancedStatusTest {
    private static final Pattern FORM = Pattern.compile("([245])\\.([0-9]{1,3})\\.([0-9]{1,3})");

    @Test
    void whatIsWrittenIsReadAgain() {
        for (String text : List.of("2.0.0", "4.7.28", "5.1.10", "5.999.999")) {
            assertThat(EnhancedStatus.parse(text)).hasToString(text);
        }
    }

    @Test
    void anythingThatIsNotOfTheFormIsRefused() {
        for (long seed = 0; seed < 50_000; seed++) {
            var random = new SplittableRandom(seed);
            var text = new StringBuilder();
            for (int i = random.nextInt(9); i > 0; i--) {
                text.append("0245..9 -\u0665".charAt(random.nextInt(10)));
            }
            Matcher matcher = FORM.matcher(text);
            if (matcher.matches()) {
                assertThat(EnhancedStatus.parse(text.toString())).as("seed %d", seed)
                        .isEqualTo(new EnhancedStatus(Integer.parseInt(matcher.group(1)),
                                Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3))));
            } else {
                assertThatIllegalArgumentException().as("seed %d: %s", seed, text)
                        .isThrownBy(() -> EnhancedStatus.parse(text.toString()));
            }
        }
    }
}
