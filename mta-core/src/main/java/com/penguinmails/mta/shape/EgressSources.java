package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.SourceConfig;
import com.penguinmails.mta.connect.LocalEndpoint;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the sources of the configuration into end points. */
public final class EgressSources {
    /** The name of the only source where none is configured. */
    public static final String UNNAMED = "default";

    private EgressSources() {}

    /**
     * The sources by name; if there are none, one that leaves from wherever the system chooses.
     *
     * @param nodeName given in EHLO by a source without a name of its own
     * @throws IllegalArgumentException if an address is none
     */
    public static List<LocalEndpoint> of(Map<String, SourceConfig> sources, String nodeName) {
        List<LocalEndpoint> endpoints = new ArrayList<>();
        new TreeMap<>(sources).forEach((name, source) -> endpoints.add(endpoint(name, source, nodeName)));
        return endpoints.isEmpty() ? List.of(new LocalEndpoint(UNNAMED, null, null, nodeName)) : endpoints;
    }

    private static LocalEndpoint endpoint(String name, SourceConfig source, String nodeName) {
        String ehlo = source.ehloName();
        return new LocalEndpoint(name, ipv4(source.ipv4()), ipv6(name, source.ipv6()),
                ehlo == null ? nodeName : ehlo);
    }

    private static @Nullable Inet4Address ipv4(@Nullable String text) {
        return text == null ? null : Inet4Address.ofLiteral(text);
    }

    private static @Nullable Inet6Address ipv6(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        InetAddress address = Inet6Address.ofLiteral(text);
        if (address instanceof Inet6Address ipv6) {
            return ipv6;
        }
        throw new IllegalArgumentException("source " + name + ": ipv6 is an IPv4-mapped address; set ipv4 instead");
    }
}
