package com.penguinmails.control.record;

import com.penguinmails.dns.AddressFamily;
import com.penguinmails.dns.DnsAnswer;
import com.penguinmails.dns.DnsResolver;
import com.penguinmails.dns.DomainName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds the servers of the zone that a name is in: the nearest NS records at the name or above it. Addresses that are not public are
 * left out, so that nobody's NS records make this process talk to hosts of its own network. Thread-safe.
 */
final class AuthoritativeServers {
    private static final int MAX_SERVERS = 4;

    private final DnsResolver resolver;
    private final int port;
    private final Predicate<InetAddress> allowed;

    AuthoritativeServers(DnsResolver resolver, int port, Predicate<InetAddress> allowed) {
        this.resolver = resolver;
        this.port = port;
        this.allowed = allowed;
    }

    /** None where they cannot be found. */
    List<InetSocketAddress> find(DomainName name) {
        List<String> labels = name.labels();
        for (int from = 0; from < labels.size() - 1; from++) {
            DomainName zone = DomainName.of(String.join(".", labels.subList(from, labels.size())));
            if (resolver.nameServers(zone).toCompletableFuture()
                    .join() instanceof DnsAnswer.Found<DomainName> found) {
                return addresses(found.records());
            }
        }
        return List.of();
    }

    private List<InetSocketAddress> addresses(List<DomainName> hosts) {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (DomainName host : hosts) {
            for (AddressFamily family : AddressFamily.values()) {
                if (servers.size() < MAX_SERVERS && resolver.addresses(host, family).toCompletableFuture()
                        .join() instanceof DnsAnswer.Found<InetAddress> found) {
                    found.records().stream().filter(allowed).limit(1)
                            .forEach(address -> servers.add(new InetSocketAddress(address, port)));
                }
            }
        }
        return List.copyOf(servers);
    }

    static boolean isPublic(InetAddress address) {
        boolean uniqueLocal = address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
        return !(address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isLinkLocalAddress()
                || address.isSiteLocalAddress() || address.isMulticastAddress() || uniqueLocal);
    }
}
