package com.penguinmails.system.simulation;

import com.penguinmails.mta.connect.AddressLookup;
import com.penguinmails.mta.connect.HostAddresses;
import com.penguinmails.mta.connect.RemoteHost;
import com.penguinmails.mta.outcome.Failure;
import com.penguinmails.mta.resolve.DeliveryPlan;
import com.penguinmails.mta.resolve.Resolution;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Receivers, name servers and the wires between. For one thread. */
final class Network {
    static final int DOMAINS = 9;
    private static final int SITES = 5;
    private static final long MILLI = 1_000_000;
    private static final long CONNECT_TIMEOUT = 30_000 * MILLI;

    private final World world;
    private final Laws laws;
    private final boolean losesSources;
    private final List<Receiver> receivers = new ArrayList<>();
    private final Map<InetAddress, Receiver> byAddress = new LinkedHashMap<>();
    private final Set<SimulatedChannel> channels = new LinkedHashSet<>();
    private final int[] siteOf = new int[DOMAINS];
    /** Addresses of the node that the machine does not have for now. */
    private final Set<String> missing = new HashSet<>();
    private int dnsFaults;
    private long opened;

    /** @param losesSources whether sources are lost and blocked for a time */
    Network(World world, Laws laws, boolean losesSources) {
        this.losesSources = losesSources;
        this.world = world;
        this.laws = laws;
        for (int i = 0; i < SITES; i++) {
            var receiver = new Receiver(world, "mx" + i + ".example");
            receivers.add(receiver);
            byAddress.put(address("192.0.2." + (10 + 2 * i)), receiver);
            byAddress.put(address("192.0.2." + (11 + 2 * i)), receiver);
        }
        for (int i = 0; i < DOMAINS; i++) {
            siteOf[i] = i % SITES;
        }
    }

    private static InetAddress address(String text) {
        return Inet4Address.ofLiteral(text);
    }

    /** Other moods, other name servers' troubles, and now and then a domain that has moved. */
    void change() {
        Receiver receiver = receivers.get(world.random().nextInt(SITES));
        receiver.mood = Mood.any(world);
        dnsFaults = world.chance(300) ? 200 : 5;
        if (world.chance(200)) {
            siteOf[world.random().nextInt(DOMAINS)] = world.random().nextInt(SITES);
        }
        world.say("mood", receiver.site, receiver.mood, dnsFaults);
        if (losesSources && world.chance(300)) {
            changeSource(receiver);
        }
    }

    /** A source is lost or found again: by itself, or at one receiver, which blocks it. */
    private void changeSource(Receiver receiver) {
        String source = "198.51.100." + world.random().nextInt(1, 4);
        boolean here = world.chance(500);
        Set<String> without = here ? missing : receiver.blocked;
        boolean lost = !without.remove(source) && without.add(source);
        world.say("source", source, here ? "itself" : receiver.site, lost);
    }

    /** The node's connections are cut at its end. */
    void nodeDies() {
        List.copyOf(channels).forEach(SimulatedChannel::die);
        channels.clear();
    }

    Channel newChannel() {
        var channel = new SimulatedChannel(this, ++opened);
        channels.add(channel);
        return channel;
    }

    void closed(SimulatedChannel channel) {
        channels.remove(channel);
    }

    void connect(SimulatedChannel channel, InetSocketAddress to, InetSocketAddress from, ChannelPromise promise) {
        Receiver receiver = byAddress.get(to.getAddress());
        String source = from.getAddress().getHostAddress();
        long latency = world.random().nextInt(1, 40) * MILLI;
        if (!world.isHealed() && missing.contains(source)) {
            world.later(1, () -> channel.refused(promise, new BindException("Cannot assign requested address")));
            return;
        }
        if (receiver == null || world.fault(receiver.mood().refuses())) {
            boolean silent = world.chance(300);
            world.later(silent ? CONNECT_TIMEOUT : 2 * latency,
                    () -> channel.refused(promise,
                            new ConnectException(silent ? "connection timed out" : "connection refused")));
            return;
        }
        var conversation = new Conversation(world, laws, receiver, channel, source, latency);
        laws.connected(receiver, source);
        world.later(2 * latency, () -> {
            channel.established(conversation, promise);
            conversation.greet();
        });
    }

    /** As the resolver answers: where a domain's mail goes. */
    CompletionStage<Resolution> route(String domain) {
        var answer = new CompletableFuture<Resolution>();
        world.later(world.random().nextInt(1, 60) * MILLI, () -> answer.complete(resolution(domain)));
        return answer;
    }

    private Resolution resolution(String domain) {
        if (world.fault(dnsFaults)) {
            world.say("dns", domain, "fails");
            return new Resolution.TemporaryFailure("SERVFAIL");
        }
        if (world.fault(dnsFaults / 10)) {
            world.say("dns", domain, "gone");
            laws.domainGone(domain);
            return new Resolution.NoSuchDomain();
        }
        int site = siteOf[domain.charAt(1) - '0'];
        String name = receivers.get(site).site;
        List<RemoteHost> hosts = site % 2 == 0
                ? List.of(new RemoteHost("a." + name, 25, 10))
                : List.of(new RemoteHost("a." + name, 25, 10), new RemoteHost("b." + name, 25, 20));
        long ttl = (world.isHealed() ? 3_600 : world.random().nextInt(5, 600)) * 1000L;
        return new Resolution.Routed(new DeliveryPlan(name, hosts), world.millis() + ttl);
    }

    /** The addresses of a host: one of the two of its site. */
    AddressLookup addresses() {
        return (host, _, receiver) -> {
            int site = host.charAt(4) - '0';
            int last = 10 + 2 * site + (host.charAt(0) - 'a');
            HostAddresses found = world.fault(dnsFaults / 4)
                    ? new HostAddresses.None(new Failure.LookupFailed("SERVFAIL"))
                    : new HostAddresses.Found(List.of(address("192.0.2." + last)));
            world.later(world.random().nextInt(5) * MILLI, () -> receiver.accept(found));
        };
    }
}
