package com.penguinmails.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SiteNameTest {

    @Test
    void ofOneHostIsThatHost() {
        assertThat(site("mx.example.net")).hasToString("mx.example.net");
    }

    @Test
    void showsWhatHostsShareOnce() {
        assertThat(site("mx1.mail.example.net", "mx2.mail.example.net")).hasToString("(mx1|mx2).mail.example.net");
        assertThat(site("a.mx1.example.net", "mx2.example.net")).hasToString("(a.mx1|mx2).example.net");
    }

    @Test
    void marksThatTheSharedPartIsAHostToo() {
        assertThat(site("aspmx.l.example", "alt1.aspmx.l.example", "alt2.aspmx.l.example"))
                .hasToString("(alt1|alt2)?.aspmx.l.example");
    }

    @Test
    void namesHostsInFullThatShareNothing() {
        assertThat(site("mx.example.net", "mx.example.org")).hasToString("(mx.example.net|mx.example.org)");
    }

    @Test
    void doesNotTakeHalfALabelForShared() {
        assertThat(site("amx.example.net", "bmx.example.net")).hasToString("(amx|bmx).example.net");
    }

    @Test
    void dependsNeitherOnOrderNorOnRepetitionNorOnCase() {
        assertThat(site("mx2.example.net", "MX1.example.net", "mx2.example.net"))
                .isEqualTo(site("mx1.example.net", "mx2.example.net"));
    }

    @Test
    void differsForDifferentSets() {
        List<String> hosts = List.of("example.net", "a.example.net", "b.example.net", "a.b.example.net", "net",
                "a.test");
        Set<SiteName> names = new HashSet<>();
        for (int mask = 1; mask < 1 << hosts.size(); mask++) {
            int chosen = mask;
            names.add(site(IntStream.range(0, hosts.size()).filter(i -> (chosen & 1 << i) != 0).mapToObj(hosts::get)
                    .toArray(String[]::new)));
        }
        assertThat(names).hasSize((1 << hosts.size()) - 1);
    }

    @Test
    void ofALargeSetIsShortButStillItsOwn() {
        List<String> hosts = new ArrayList<>(
                IntStream.range(0, 300).mapToObj(i -> "mx" + i + "." + "x".repeat(60) + ".test")
                        .toList());
        SiteName name = site(hosts.toArray(String[]::new));
        Collections.shuffle(hosts, new SplittableRandom(1));
        assertThat(site(hosts.toArray(String[]::new))).isEqualTo(name);
        assertThat(name.text()).hasSizeLessThan(256).contains("299 more");
        hosts.removeLast();
        hosts.add("other.test");
        assertThat(site(hosts.toArray(String[]::new))).isNotEqualTo(name);
    }

    @Test
    void refusesAnEmptySet() {
        assertThatThrownBy(() -> SiteName.of(List.of())).hasMessageContaining("at least one host");
    }

    private static SiteName site(String... hosts) {
        return SiteName.of(Stream.of(hosts).map(DomainName::of).toList());
    }
}
