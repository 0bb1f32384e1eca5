package com.penguinmails.mta.connect;

import com.penguinmails.dns.AddressFamily;
import com.penguinmails.dns.DnsAnswer;
import com.penguinmails.dns.DnsResolver;
import com.penguinmails.dns.DomainName;
import com.penguinmails.mta.outcome.Failure;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Addresses from DNS; an address as text stands for itself. */
public final class DnsAddressLookup implements AddressLookup {
    private final DnsResolver resolver;

    public DnsAddressLookup(DnsResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public void find(String host, List<AddressFamily> families, Consumer<HostAddresses> receiver) {
        byte @Nullable [] octets = NetUtil.createByteArrayFromIpAddressString(host);
        if (octets != null) {
            receiver.accept(literal(host, octets, families));
            return;
        }
        Optional<DomainName> name = DomainName.parse(host);
        if (name.isEmpty()) {
            receiver.accept(new HostAddresses.None(new Failure.NoAddress(host)));
            return;
        }
        var answers = families.stream()
                .map(family -> resolver.addresses(name.get(), family).toCompletableFuture())
                .toList();
        CompletableFuture<Void> all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
        var _ = all.thenRun(() -> receiver.accept(merge(host, answers.stream().map(CompletableFuture::join).toList())));
    }

    private static HostAddresses literal(String host, byte[] octets, List<AddressFamily> families) {
        try {
            InetAddress address = InetAddress.getByAddress(octets);
            var family = address instanceof Inet4Address ? AddressFamily.IPV4 : AddressFamily.IPV6;
            return families.contains(family)
                    ? new HostAddresses.Found(List.of(address))
                    : new HostAddresses.None(new Failure.NoUsableAddress(host));
        } catch (UnknownHostException e) {
            return new HostAddresses.None(new Failure.NoAddress(host));
        }
    }

    /** One temporary failure does not spoil what the other family has. */
    private static HostAddresses merge(String host, List<DnsAnswer<InetAddress>> answers) {
        List<InetAddress> addresses = new ArrayList<>();
        Failure failure = answers.size() > 1 ? new Failure.NoAddress(host) : new Failure.NoUsableAddress(host);
        for (DnsAnswer<InetAddress> answer : answers) {
            switch (answer) {
                case DnsAnswer.Found<InetAddress> found -> addresses.addAll(found.records());
                case DnsAnswer.TemporaryFailure<InetAddress>(String reason) ->
                    failure = new Failure.LookupFailed(reason);
                case DnsAnswer.NoSuchDomain<InetAddress> _ -> failure = new Failure.NoAddress(host);
                case DnsAnswer.NoData<InetAddress> _ -> {
                    // The other family may have some.
                }
            }
        }
        return addresses.isEmpty() ? new HostAddresses.None(failure) : new HostAddresses.Found(addresses);
    }
}
