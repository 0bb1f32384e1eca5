package com.penguinmails.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.ConfigReader;
import com.penguinmails.mta.config.NodeConfig;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.node.NodeSettings;
import com.penguinmails.mta.simulate.Simulation;
import com.penguinmails.mta.simulate.SimulationInputException;
import com.penguinmails.mta.simulate.SimulationPlan;
import com.penguinmails.mta.simulate.SimulationReader;
import com.penguinmails.mta.simulate.SimulationResult;
import com.penguinmails.mta.simulate.SimulationResult.ProviderResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A campaign that can be simulated and really be sent, by the same rules to the same audience: what takes hours at a provider's
 * usual limits takes seconds here, as each limit allows as much in a second as a usual one in minutes. Limits of rate, of
 * connections, by source and over all of it bind; one receiver defers, one blocks each source after so many messages, one takes
 * all. Immutable.
 */
public final class ScaledCampaign {
    /** Its name, by which the limit over all of it matches. */
    static final String CAMPAIGN = "forecast";

    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final String SHAPING = """
            [any_path]
            connections = 10
            [feedback]
            hold = "2s"
            rate_window = "4s"
            [pools.bulk]
            sources = { a = 2, b = 1 }
            [[pool_rules]]
            campaign = "forecast"
            pool = "bulk"
            [[limits]]
            name = "campaign"
            campaign = "forecast"
            rate = "150/s"
            [[limits]]
            name = "rate"
            provider = "steady"
            rate = "30/s"
            [[limits]]
            name = "connections"
            provider = "busy"
            connections = 4
            [[limits]]
            name = "by-source"
            provider = "greylisting"
            per = ["source"]
            rate = "12/s"
            """;

    private final List<CampaignProvider> providers;

    private ScaledCampaign(List<CampaignProvider> providers) {
        this.providers = providers;
    }

    /** One that takes about so many seconds, at least ten. */
    public static ScaledCampaign lasting(int seconds) {
        return new ScaledCampaign(List.of(
                new CampaignProvider("steady", List.of("steady-one.test", "steady-two.test"), 15 * seconds,
                        List.of("end-of-data -> delay 20ms"), "{\"reply_time\": \"23ms\"}"),
                new CampaignProvider("busy", List.of("busy.test"), 12 * seconds, List.of("end-of-data -> delay 300ms"),
                        "{\"reply_time\": \"303ms\"}"),
                new CampaignProvider("greylisting", List.of("greylisting.test"), 17 * seconds,
                        List.of("rcpt fraction=0.15 seed=3 -> 451 4.3.0 Try again later", "end-of-data -> delay 20ms"),
                        "{\"reply_time\": \"23ms\", \"defer_percent\": 15}"),
                new CampaignProvider("blocking", List.of("blocking.test"), 12 * seconds,
                        List.of("mail rate=30/4s -> 421 4.7.0 Too much mail from this address",
                                "end-of-data -> delay 20ms"),
                        "{\"reply_time\": \"23ms\", \"block_after\": 30, \"block_window\": \"4s\"}"),
                new CampaignProvider("open", List.of("open.test"), 10 * seconds, List.of("end-of-data -> delay 20ms"),
                        "{\"reply_time\": \"23ms\"}")));
    }

    /** All providers, in the order in which the audience is accepted. */
    List<CampaignProvider> providers() {
        return providers;
    }

    /** How many are written to. */
    public int recipients() {
        return providers.stream().mapToInt(CampaignProvider::allRecipients).sum();
    }

    /**
     * What a node goes by that sends it.
     *
     * @param directory where the node may keep its data
     * @param dnsPort of the name server on loopback
     * @param port of the receivers
     */
    NodeSettings settings(Path directory, int dnsPort, int port) throws ConfigException {
        var shaping = new StringBuilder(SHAPING);
        for (CampaignProvider provider : providers) {
            shaping.append("[providers.%s]%nmx_suffix = [\"%s\"]%n".formatted(provider.name(), provider.host()));
        }
        return new NodeSettings(node(directory.resolve("node.toml"), dnsPort, port),
                ConfigReader.parse(directory.resolve("shaping.toml"), shaping.toString(), ShapingConfig.class));
    }

    private static NodeConfig node(Path file, int dnsPort, int port) throws ConfigException {
        return ConfigReader.parse(file, """
                name = "forecast.test"
                data_directory = "data"
                [smtp]
                listen = []
                [http]
                listen = ["127.0.0.1:0"]
                [admin]
                listen = []
                [spool]
                file_size = "64MiB"
                reserve = "16MiB"
                [queue]
                first_retry = "1s"
                max_retry = "2s"
                expiry = "1h"
                [dns]
                servers = ["127.0.0.1:%d"]
                [delivery]
                port = %d
                ipv6 = "off"
                tls = "off"
                [sources.a]
                ipv4 = "127.0.1.1"
                [sources.b]
                ipv4 = "127.0.1.2"
                """.formatted(dnsPort, port), NodeConfig.class);
    }

    /** Runs it ahead of time, by the settings that a node has which sends it. */
    public CampaignOutcome simulate() throws ConfigException, SimulationInputException, IOException {
        NodeSettings settings = settings(Path.of("."), 53, 25);
        SimulationPlan plan = new SimulationReader(settings.queueSettings(), recipients()).read(input(), START);
        SimulationResult result = new Simulation(plan, _ -> true).run();
        Instant finish = result.finish();
        if (finish == null) {
            throw new IllegalStateException("the simulation did not finish: " + result.stopped());
        }
        Map<String, CampaignOutcome.Curve> curves = new HashMap<>();
        for (ProviderResult provider : result.providers()) {
            curves.put(provider.name(), curve(provider, result));
        }
        return new CampaignOutcome(seconds(finish), curves);
    }

    /** On loopback a connection is there at once. */
    private ObjectNode input() throws IOException {
        var mapper = new ObjectMapper();
        ObjectNode input = mapper.createObjectNode().put("campaign", CAMPAIGN);
        ObjectNode receivers = input.withObjectProperty("receivers");
        receivers.withObjectProperty("*").put("connect_time", "3ms");
        for (CampaignProvider provider : providers) {
            receivers.set(provider.name(), mapper.readTree(provider.model()));
            for (String domain : provider.domains()) {
                input.withObjectProperty("domains").withObjectProperty(domain).put("recipients", provider.recipients())
                        .putArray("mx").add(provider.host());
            }
        }
        return input;
    }

    private static CampaignOutcome.Curve curve(ProviderResult provider, SimulationResult result) {
        Instant finish = provider.finish();
        if (finish == null) {
            throw new IllegalStateException(provider.name() + " is not finished");
        }
        int delivered = (int) provider.totals().delivered();
        return new CampaignOutcome.Curve(delivered, reached(provider, result, delivered * 0.25),
                reached(provider, result, delivered * 0.5), reached(provider, result, delivered * 0.75),
                seconds(finish));
    }

    /** When so many were delivered, taking those of one step to come evenly. */
    private static double reached(ProviderResult provider, SimulationResult result, double wanted) {
        double before = 0;
        for (int step = 0; step < provider.curve().size(); step++) {
            int more = provider.curve().get(step);
            if (before + more >= wanted) {
                return (step + (wanted - before) / more) * result.stepSeconds();
            }
            before += more;
        }
        throw new IllegalArgumentException("fewer were delivered");
    }

    private static double seconds(Instant instant) {
        return Duration.between(START, instant).toNanos() / 1e9;
    }
}
