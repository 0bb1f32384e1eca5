package com.penguinmails.system.simulation;

import com.penguinmails.mta.config.ByteRate;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.ConfigReader;
import com.penguinmails.mta.config.Rate;
import com.penguinmails.mta.config.ShapingConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules of shaping, drawn from the seed: as the node reads them from its file, and as the world holds it to them. */
final class Rules {
    private static final String[] MESSAGE_RATES = {"", "", "5/s", "40/s", "90/min", "300/s"};
    private static final String[] CONNECTION_RATES = {"", "", "8/s", "40/min", "100/s"};
    private static final String[] BYTE_RATES = {"", "", "", "8KiB/s", "256KiB/min"};
    private static final String[] CONTEST_RATES = {"", "10/s", "40/s"};
    /** The only group of sites. */
    static final String PROVIDER = "big";
    private static final List<String> PROVIDER_SITES = List.of("mx0.example", "mx1.example");

    private final StringBuilder toml = new StringBuilder();
    private final List<Limit> limits = new ArrayList<>();
    private final Map<Place, Counter> counters = new HashMap<>();
    private final Pools pools;
    private final Caps caps;
    private final ReplyRules replies;
    private final int connections;
    private final @Nullable Rate rate;
    private final @Nullable Rate connectionRate;
    private final @Nullable ByteRate bytes;

    /** What is counted of one path. */
    private final class Counter {
        private final @Nullable RateWatch messages;
        private final @Nullable RateWatch starts;
        private final @Nullable ByteWatch octets;
        private int open;

        Counter(Place path) {
            messages = rate == null ? null : new RateWatch("the message rate of " + path, rate);
            starts = connectionRate == null ? null : new RateWatch("the connection rate of " + path, connectionRate);
            octets = bytes == null ? null : new ByteWatch("the octets of " + path, bytes);
        }
    }

    /**
     * Drawn anew for a node with these sources.
     *
     * @param newCaps warm-up and its caps, which last
     * @param newReplies automation rules, which last too
     */
    Rules(World world, List<String> sources, Caps newCaps, ReplyRules newReplies) {
        connections = world.random().nextInt(1, 5);
        rate = rate(any(world, MESSAGE_RATES));
        connectionRate = rate(any(world, CONNECTION_RATES));
        String octets = any(world, BYTE_RATES);
        bytes = octets.isEmpty() ? null : ByteRate.parse(octets);
        toml.append("[any_path]\nconnections = ").append(connections).append("\nmessages_per_connection = ")
                .append(world.random().nextInt(1, 20)).append('\n');
        line("rate", rate);
        line("connection_rate", connectionRate);
        line("bytes", bytes);
        toml.append("[providers.").append(PROVIDER).append("]\nmx_suffix = [\"")
                .append(String.join("\", \"", PROVIDER_SITES)).append("\"]\n");
        for (int i = world.random().nextInt(4); i > 0; i--) {
            var limit = new Limit(world, "l" + i);
            limits.add(limit);
            toml.append(limit.toml());
        }
        pools = new Pools(world, sources);
        caps = newCaps;
        replies = newReplies;
        toml.append(pools.toml()).append(caps.toml()).append(replies.toml());
    }

    /** One connection of one source, shared by weight, without any other limit than perhaps a rate. */
    Rules(World world, String source, List<Contest.Party> parties) {
        connections = 1;
        rate = rate(any(world, CONTEST_RATES));
        connectionRate = null;
        bytes = null;
        toml.append("[any_path]\nconnections = 1\nmessages_per_connection = 10000\n");
        line("rate", rate);
        for (Contest.Party party : parties) {
            toml.append("[[shares]]\ntenant = \"").append(party.tenant).append("\"\nweight = ").append(party.weight)
                    .append('\n');
        }
        pools = new Pools(source);
        caps = new Caps();
        replies = new ReplyRules();
        toml.append(pools.toml());
    }

    private static String any(World world, String[] choices) {
        return choices[world.random().nextInt(choices.length)];
    }

    private static @Nullable Rate rate(String text) {
        return text.isEmpty() ? null : Rate.parse(text);
    }

    private void line(String key, @Nullable Object value) {
        if (value != null) {
            toml.append(key).append(" = \"").append(value).append("\"\n");
        }
    }

    /** The same rules for a node that starts anew: its connections are gone, and what was sent before still counts. */
    Rules again() {
        counters.values().forEach(counter -> {
            counter.open = 0;
            if (counter.octets != null) {
                counter.octets.forgetDebt();
            }
        });
        limits.forEach(Limit::nodeDied);
        return this;
    }

    ShapingConfig shaping() {
        try {
            return ConfigReader.parse(Path.of("shaping.toml"), toml.toString(), ShapingConfig.class);
        } catch (ConfigException e) {
            throw new IllegalStateException(toml.toString(), e);
        }
    }

    Pools pools() {
        return pools;
    }

    Caps caps() {
        return caps;
    }

    ReplyRules replies() {
        return replies;
    }

    Place place(String source, String site) {
        return new Place(source, site, PROVIDER_SITES.contains(site) ? PROVIDER : "");
    }

    /** A transaction with these recipients begins on this connection; says what is broken by it, or nothing. */
    String begins(Link link, List<Fate> recipients, long octets, long nanos) {
        Counter counter = counter(link.place);
        String broken = counter.messages == null ? "" : counter.messages.take(recipients.size(), nanos);
        if (broken.isEmpty() && counter.octets != null) {
            broken = counter.octets.take(octets, nanos);
        }
        for (Limit limit : limits) {
            broken = broken.isEmpty() ? limit.begins(link, isNew(link), recipients, octets, nanos) : broken;
        }
        return broken;
    }

    /** A connection is opened; says what is broken by it, or nothing. */
    String opens(Link link, long nanos) {
        Counter counter = counter(link.place);
        counter.open++;
        if (counter.open > connections) {
            return "more than " + connections + " connections on " + link.place;
        }
        String broken = counter.starts == null ? "" : counter.starts.take(1, nanos);
        for (Limit limit : limits) {
            broken = broken.isEmpty() ? limit.opens(link, isNew(link), nanos) : broken;
        }
        return broken;
    }

    void closed(Link link) {
        if (isNew(link)) {
            counter(link.place).open--;
            limits.forEach(limit -> limit.closed(link));
        }
    }

    /** Connections of before a reload are not held to numbers that they were not opened under. */
    @SuppressWarnings("ReferenceEquality") // rules are who they are: each draw is another
    private boolean isNew(Link link) {
        return link.rules == this;
    }

    private Counter counter(Place path) {
        return counters.computeIfAbsent(path, Counter::new);
    }

    @Override
    public String toString() {
        return toml.toString().replace("\n", "; ");
    }
}
