package com.penguinmails.mta.connect;

import com.penguinmails.dns.AddressFamily;
import com.penguinmails.mta.outcome.Failure;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Names that a test has given, and addresses that stand for themselves. */
record FixedLookup(Map<String, HostAddresses> names) implements AddressLookup {

    @Override
    public void find(String host, List<AddressFamily> families, Consumer<HostAddresses> receiver) {
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            receiver.accept(new HostAddresses.Found(List.of(InetAddress.ofLiteral(host))));
            return;
        }
        HostAddresses found = names.getOrDefault(host, new HostAddresses.None(new Failure.NoAddress(host)));
        receiver.accept(
                found instanceof HostAddresses.Found(List<InetAddress> list) ? wanted(host, list, families) : found);
    }

    private static HostAddresses wanted(String host, List<InetAddress> list, List<AddressFamily> families) {
        List<InetAddress> wanted = families.stream()
                .flatMap(family -> list.stream()
                        .filter(a -> a instanceof Inet4Address == (family == AddressFamily.IPV4)))
                .toList();
        return wanted.isEmpty()
                ? new HostAddresses.None(new Failure.NoUsableAddress(host))
                : new HostAddresses.Found(wanted);
    }
}
