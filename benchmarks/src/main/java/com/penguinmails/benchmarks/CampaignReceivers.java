package com.penguinmails.benchmarks;

import com.penguinmails.mta.time.Clock;
import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import com.penguinmails.testkit.smtp.Keep;
import com.penguinmails.testkit.smtp.ReceivedMessage;
import com.penguinmails.testkit.smtp.Rule;
import com.penguinmails.testkit.smtp.Script;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a campaign is really sent to: for each provider a receiver with an address of its own on loopback, all on one port, and a name
 * server that knows them. Thread-safe.
 */
final class CampaignReceivers implements AutoCloseable {
    private static final int FIRST_HOST = 10;

    private final Clock clock;
    private final ZoneData zones = new ZoneData();
    private final ZoneServer dns = ZoneServer.start(zones);
    private final Map<String, ScriptedReceiver> receivers = new LinkedHashMap<>();

    private CampaignReceivers(Clock clock) {
        this.clock = clock;
    }

    /** @throws java.io.UncheckedIOException if a port cannot be had */
    static CampaignReceivers start(List<CampaignProvider> providers, Clock clock) {
        var started = new CampaignReceivers(clock);
        try {
            providers.forEach(started::add);
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private void add(CampaignProvider provider) {
        String address = "127.0.2." + (FIRST_HOST + receivers.size());
        var script = new Script(provider.script().stream().map(Rule::of).toList(), false);
        receivers.put(provider.name(), ScriptedReceiver.builder().keep(new Keep.Log(Integer.MAX_VALUE)).clock(clock)
                .script(script).listen(new InetSocketAddress(InetAddress.ofLiteral(address), port())).start());
        provider.domains().forEach(domain -> zones.mx(domain, 10, provider.host()));
        zones.address(provider.host(), address);
    }

    /** The port of all of them; 0 as long as there is none. */
    int port() {
        return receivers.isEmpty() ? 0 : receivers.values().iterator().next().port();
    }

    int dnsPort() {
        return dns.address().getPort();
    }

    /** How many recipients of a provider have been delivered to. */
    long delivered(CampaignProvider provider) {
        return receiver(provider).stats().recipients();
    }

    /** When a provider's receiver took its recipients. */
    CampaignOutcome.Curve curve(CampaignProvider provider, Instant start) {
        List<Double> times = receiver(provider).messages().stream()
                .map(ReceivedMessage::time).map(time -> Duration.between(start, time).toNanos() / 1e9).sorted()
                .toList();
        int last = times.size() - 1;
        return new CampaignOutcome.Curve(times.size(), times.get(last / 4), times.get(last / 2),
                times.get(last * 3 / 4), times.getLast());
    }

    private ScriptedReceiver receiver(CampaignProvider provider) {
        ScriptedReceiver receiver = receivers.get(provider.name());
        if (receiver == null) {
            throw new IllegalArgumentException("no receiver is called " + provider.name());
        }
        return receiver;
    }

    @Override
    public void close() {
        receivers.values().forEach(ScriptedReceiver::close);
        dns.close();
    }
}
