package com.penguinmails.mta.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.config.RouteConfig;
import com.penguinmails.mta.connect.RemoteHost;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private static RouteConfig route(String domain, String... hosts) {
        return new RouteConfig(domain, List.of(hosts).stream().map(Endpoint::parse).toList());
    }

    @Test
    void theMostExactEntryDecides() {
        RouteTable table = new RouteTable(List.of(route("*", "127.0.0.1:1"), route("*.example.com", "127.0.0.1:2"),
                route("*.deep.example.com", "127.0.0.1:3"), route("a.deep.example.com", "127.0.0.1:4", "[::1]:5")));

        assertThat(site(table, "example.com")).isEqualTo("127.0.0.1:1");
        assertThat(site(table, "b.example.com")).isEqualTo("127.0.0.1:2");
        assertThat(site(table, "b.deep.example.com")).isEqualTo("127.0.0.1:3");
        assertThat(table.find("a.deep.example.com")).hasValueSatisfying(plan -> assertThat(plan.hosts())
                .containsExactly(new RemoteHost("127.0.0.1", 4, 0), new RemoteHost("::1", 5, 1)));
    }

    @Test
    void whatHasNoEntryIsLeftToDns() {
        assertThat(new RouteTable(List.of(route("one.example", "127.0.0.1:1"))).find("two.example")).isEmpty();
    }

    private static String site(RouteTable table, String domain) {
        return table.find(domain).orElseThrow().site();
    }
}
