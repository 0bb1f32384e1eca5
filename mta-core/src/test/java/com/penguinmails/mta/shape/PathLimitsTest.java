package com.penguinmails.mta.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.FeedbackConfig;
import com.penguinmails.mta.config.PathLimitsConfig;
import com.penguinmails.mta.config.PathRuleConfig;
import com.penguinmails.mta.config.Rate;
import com.penguinmails.mta.config.ShapingConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PathLimitsTest {
    private static PathRuleConfig rule(@Nullable String domain, @Nullable String suffix, @Nullable String source,
            @Nullable Integer connections, @Nullable String rate) {
        return new PathRuleConfig(domain, suffix, null, source, connections, null,
                rate == null ? null : Rate.parse(rate),
                null, null);
    }

    private final PathLimits limits = new PathLimits(
            new ShapingConfig(Map.of(), new PathLimitsConfig(20, 100, null, null, null),
                    List.of(rule("big.example", null, null, 1, null), rule(null, "google.com", "s1", 7, null),
                            rule(null, "google.com", null, 5, "100/s"), rule(null, "l.google.com", null, null, "50/s"),
                            rule(null, null, "s1", 9, null)),
                    List.of(), List.of(), Map.of(), List.of(), FeedbackConfig.defaults(),
                    List.of(), Map.of(), List.of()));

    @Test
    void withoutARuleTheDefaultsHold() {
        assertThat(limits.of("s2", List.of("mx.other.example"), null))
                .isEqualTo(new PathLimitsConfig(20, 100, null, null, null));
    }

    @Test
    void theMostExactRuleThatGivesAValueDecidesThatValue() {
        PathLimitsConfig path = limits.of("s1", List.of("aspmx.l.google.com"), null);

        assertThat(path.connections()).isEqualTo(7);
        assertThat(path.rate()).isEqualTo(Rate.parse("50/s"));
        assertThat(path.messagesPerConnection()).isEqualTo(100);
        assertThat(limits.of("s2", List.of("mx.google.com"), null).rate()).isEqualTo(Rate.parse("100/s"));
    }

    @Test
    void aSuffixEndsAtALabel() {
        assertThat(limits.of("s2", List.of("mx.notgoogle.com"), null).connections()).isEqualTo(20);
    }

    @Test
    void aDomainsRuleComesBeforeItsMailExchangersRule() {
        assertThat(limits.namesDomain("big.example")).isTrue();
        assertThat(limits.of("s1", List.of("aspmx.l.google.com"), "big.example").connections()).isEqualTo(1);
    }
}
