package com.penguinmails.mta.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.mta.config.KeyConfig;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.time.Randomness;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyRingTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private final ManualClock clock = new ManualClock("2026-11-23T06:00:00Z");
    private final ApiKey key = ApiKey.generate(Randomness.seeded(7), false);

    @Test
    void aNewKeyHasTheDocumentedFormAndReadsBack() {
        assertThat(key.reveal()).matches("pm_live_[0-9a-z]{10}_[0-9A-Za-z]{49}");
        assertThat(ApiKey.parse(key.reveal())).hasValueSatisfying(parsed -> {
            assertThat(parsed.id()).isEqualTo(key.id());
            assertThat(parsed.hash()).isEqualTo(key.hash());
            assertThat(parsed.isTest()).isFalse();
        });
        assertThat(ApiKey.generate(Randomness.seeded(7), true).isTest()).isTrue();
    }

    @Test
    void everyChangedCharacterBreaksTheChecksum() {
        String text = key.reveal();
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'x' ? 'y' : 'x';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            assertThat(ApiKey.parse(changed)).as("changed at %d", i).isEmpty();
        }
        assertThat(ApiKey.parse(text + " ")).isEmpty();
        assertThat(ApiKey.parse(text.substring(0, text.length() - 1))).isEmpty();
    }

    @Test
    void aKeyNeverShowsItsSecret() {
        assertThat(key.toString()).isEqualTo("pm_live_" + key.id() + "_********");
    }

    @Test
    void aKnownKeyStandsForItsSender() {
        KeyRing ring = ring(config(List.of("Example.COM", "b\u00fccher.example"), List.of(), ""));
        assertThat(ring.authenticate(key.reveal(), LOOPBACK)).hasValue(new Sender(key.id(), "acme",
                Set.of("example.com", "xn--bcher-kva.example"), Set.of("messages:send"), false));
        assertThat(ring.authenticate(key.id(), key.reveal(), LOOPBACK)).isPresent();
        assertThat(ring.authenticate("other", key.reveal(), LOOPBACK)).isEmpty();
    }

    @Test
    void aGrantedKeyStandsBesideThoseOfTheFileAndGoesWithItsGrant() {
        ApiKey other = ApiKey.generate(Randomness.seeded(9), false);
        var grant = new KeyGrant(other.id(), other.hashHex(), "ten_a", Set.of("messages:send"),
                List.of(NetworkBlock.parse("127.0.0.0/8")), clock.millis() + 1_000, PriorityClass.BULK);
        KeyRing file = ring(config(List.of(), List.of(), ""));
        KeyRing both = file.with(List.of(grant));

        Sender sender = both.authenticate(other.reveal(), LOOPBACK).orElseThrow();
        assertThat(sender).isEqualTo(new Sender(other.id(), "ten_a", Set.of(), Set.of("messages:send"), false,
                PriorityClass.BULK));
        assertThat(both.authenticate(key.reveal(), LOOPBACK)).isPresent();
        assertThat(both.authenticate(other.reveal(), InetAddress.ofLiteral("192.0.2.1"))).isEmpty();
        assertThat(both.renew(sender, LOOPBACK)).hasValue(sender);
        assertThat(file.renew(sender, LOOPBACK)).isEmpty();
        assertThat(file.authenticate(other.reveal(), LOOPBACK)).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(both.authenticate(other.reveal(), LOOPBACK)).isEmpty();
        assertThat(both.renew(sender, LOOPBACK)).isEmpty();
    }

    @Test
    void aKeyOfTheFileHoldsAgainstAGrantOfItsId() {
        var grant = new KeyGrant(key.id(), "ab".repeat(32), "ten_a", Set.of(), List.of(), Long.MAX_VALUE, null);

        assertThat(ring(config(List.of(), List.of(), "")).with(List.of(grant)).authenticate(key.reveal(), LOOPBACK))
                .map(Sender::tenant).hasValue("acme");
    }

    @Test
    void anotherSecretUnderAKnownIdIsRefused() {
        KeyConfig config = new KeyConfig(key.id(), ApiKey.generate(Randomness.seeded(8), false).hashHex(), "acme",
                List.of(), List.of(), List.of(), "");
        assertThat(ring(config).authenticate(key.reveal(), LOOPBACK)).isEmpty();
        assertThat(new KeyRing(List.of(), clock).authenticate(key.reveal(), LOOPBACK)).isEmpty();
    }

    @Test
    void aKeyIsGoodForAllOfItsLastDayAndNoLonger() {
        KeyRing ring = ring(config(List.of(), List.of(), "2026-11-24"));
        clock.advance(Duration.ofHours(41));
        assertThat(ring.authenticate(key.reveal(), LOOPBACK)).isPresent();
        clock.advance(Duration.ofHours(1));
        assertThat(ring.authenticate(key.reveal(), LOOPBACK)).isEmpty();
    }

    @Test
    void aKeyIsBoundToItsNetworks() {
        KeyRing ring = ring(config(List.of(), List.of("192.0.2.128/25", "2001:db8::/33", "127.0.0.1"), ""));
        assertThat(ring.authenticate(key.reveal(), InetAddress.ofLiteral("192.0.2.129"))).isPresent();
        assertThat(ring.authenticate(key.reveal(), InetAddress.ofLiteral("192.0.2.127"))).isEmpty();
        assertThat(ring.authenticate(key.reveal(), InetAddress.ofLiteral("2001:db8:7fff::1"))).isPresent();
        assertThat(ring.authenticate(key.reveal(), InetAddress.ofLiteral("2001:db8:8000::1"))).isEmpty();
        assertThat(ring.authenticate(key.reveal(), InetAddress.ofLiteral("127.0.0.1"))).isPresent();
        assertThat(ring.authenticate(key.reveal(), InetAddress.ofLiteral("127.0.0.2"))).isEmpty();
    }

    @Test
    void aWrongStanzaIsRefusedByKeyAndField() {
        assertThatThrownBy(() -> ring(config(List.of(), List.of("192.0.2.0/33"), ""))).hasMessageContaining(key.id())
                .hasMessageContaining("192.0.2.0/33");
        assertThatThrownBy(() -> ring(config(List.of(), List.of("host.example"), "")))
                .hasMessageContaining("host.example");
        assertThatThrownBy(() -> ring(config(List.of(), List.of(), "tomorrow"))).hasMessageContaining("expires");
        assertThatThrownBy(() -> ring(config(List.of("no domain"), List.of(), ""))).hasMessageContaining("domain");
        KeyConfig valid = config(List.of(), List.of(), "");
        assertThatThrownBy(() -> new KeyRing(List.of(valid, valid), clock)).hasMessageContaining("twice");
        assertThatThrownBy(() -> ring(new KeyConfig("id", "abc", "t", List.of(), List.of(), List.of(), "")))
                .hasMessageContaining("key id");
    }

    private KeyConfig config(List<String> domains, List<String> networks, String expires) {
        return new KeyConfig(key.id(), key.hashHex(), "acme", domains, List.of("messages:send"), networks, expires);
    }

    private KeyRing ring(KeyConfig config) {
        return new KeyRing(List.of(config), clock);
    }
}
