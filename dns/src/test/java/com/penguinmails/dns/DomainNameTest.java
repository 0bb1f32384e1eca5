package com.penguinmails.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DomainNameTest {

    @ParameterizedTest
    @CsvSource({"Example.COM, example.com", "bücher.example, xn--bcher-kva.example",
            "BÜCHER.example, xn--bcher-kva.example",
            "例え.テスト, xn--r8jz45g.xn--zckzah", "_dmarc.a_b.example, _dmarc.a_b.example", "192.0.2.1, 192.0.2.1", "a, a"})
    void isLowerCaseAndInALabels(String text, String canonical) {
        assertThat(DomainName.of(text)).hasToString(canonical).isEqualTo(DomainName.of(canonical));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a b", "a\r\nb", "a/b", "[192.0.2.1]", "a@b", "a\u0000b",
            "\\046.example",
            "xn--\u00fc.example\u3002"})
    void refusesWhatIsNoName(String text) {
        assertThat(DomainName.parse(text)).isEmpty();
        assertThatThrownBy(() -> DomainName.of(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("domain name «").message().doesNotContain("\r", "\n", "\u0000");
    }

    @Test
    void takes63OctetsALabelAnd253InAll() {
        String label = "a".repeat(63);
        String longest = label + "." + label + "." + label + "." + "b".repeat(61);
        assertThat(DomainName.of(longest).toString()).hasSize(253);
        assertThat(DomainName.parse(longest + "b")).isEmpty();
        assertThat(DomainName.parse("a" + label)).isEmpty();
        assertThatThrownBy(() -> DomainName.of("a" + label + ".example"))
                .hasMessageContaining("has a label of 64 characters, allowed are 1 to 63");
    }

    @Test
    void countsTheLengthOfTheALabels() {
        assertThat(DomainName.parse("ü".repeat(70) + ".example")).isEmpty();
    }

    @Test
    void givesTheNameOfAnAddressForPtr() {
        assertThat(DomainName.reverse(InetAddress.ofLiteral("192.0.2.17"))).hasToString("17.2.0.192.in-addr.arpa");
        assertThat(DomainName.reverse(InetAddress.ofLiteral("2001:db8::1f"))).hasToString(
                "f.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
    }

    @Test
    void splitsIntoLabels() {
        assertThat(DomainName.of("mx.example.net").labels()).containsExactly("mx", "example", "net");
        assertThat(DomainName.ROOT.labels()).isEmpty();
        assertThat(DomainName.ROOT.isRoot()).isTrue();
    }
}
