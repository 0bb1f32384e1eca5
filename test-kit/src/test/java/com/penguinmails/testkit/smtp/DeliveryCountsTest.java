package com.penguinmails.testkit.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DeliveryCountsTest {

    @Test
    void bothKindsCountAlike() {
        for (DeliveryCounts counts : List.of(DeliveryCounts.exact(10_000), DeliveryCounts.hashed(10_000))) {
            for (int i = 0; i < 10_000; i++) {
                counts.add("user" + i + "@d.test");
            }
            counts.add("user7@d.test");
            counts.add("user7@d.test");
            counts.add("one-too-many@d.test");
            assertThat(counts.count("user7@d.test")).isEqualTo(3);
            assertThat(counts.count("user8@d.test")).isEqualTo(1);
            assertThat(counts.count("nobody@d.test")).isZero();
            assertThat(counts.distinct()).isEqualTo(10_000);
            assertThat(counts.duplicates()).isEqualTo(2);
            assertThat(counts.notCounted()).isEqualTo(1);
        }
    }

    @Test
    void exactCountsNameTheirKeys() {
        ExactDeliveryCounts counts = DeliveryCounts.exact(5);
        counts.add("b");
        counts.add("a");
        counts.add("b");
        assertThat(counts.snapshot()).isEqualTo(Map.of("a", 1, "b", 2));
    }
}
