package com.penguinmails.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SettingsTest {

    @Test
    void defaultsAreThese() {
        assertThat(ResolverSettings.defaults()).isEqualTo(new ResolverSettings(
                new QuerySettings(List.of(), Duration.ofSeconds(2), 2, 1232, 1000),
                new CacheSettings(50_000, Duration.ofSeconds(5), Duration.ofDays(1), Duration.ofHours(1),
                        Duration.ofSeconds(3))));
    }

    @Test
    void errorsNameTheSettingAndTheRange() {
        assertThatThrownBy(() -> new QuerySettings(List.of(), Duration.ZERO, 2, 1232, 1000))
                .hasMessage("dns timeout: PT0S is out of range, allowed are PT0.001S to PT1M");
        assertThatThrownBy(() -> new QuerySettings(List.of(), Duration.ofSeconds(2), 11, 1232, 1000))
                .hasMessage("dns tries: 11 is out of range, allowed are 1 to 10");
        assertThatThrownBy(() -> new QuerySettings(List.of(), Duration.ofSeconds(2), 1, 511, 1000))
                .hasMessage("dns EDNS payload size: 511 is out of range, allowed are 512 to 4096");
        assertThatThrownBy(() -> new QuerySettings(List.of(), Duration.ofSeconds(2), 1, 1232, 0))
                .hasMessage("dns queries in flight: 0 is out of range, allowed are 1 to 30000");
        assertThatThrownBy(
                () -> QuerySettings.defaults().withServers(List.of(InetSocketAddress.createUnresolved("ns", 53))))
                .hasMessageContaining("dns servers: ");
        assertThatThrownBy(() -> new CacheSettings(1, Duration.ofSeconds(9), Duration.ofSeconds(8), Duration.ofHours(1),
                Duration.ZERO)).hasMessage("dns largest TTL: PT8S is out of range, allowed are PT9S to PT168H");
    }
}
