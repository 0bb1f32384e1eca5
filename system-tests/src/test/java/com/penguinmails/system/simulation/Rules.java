package com.penguinmails.system.simulation;

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
    private static final String PROVIDER = "big";
    private static final List<String> PROVIDER_SITES = List.of("mx0.example", "mx1.example");

    private final StringBuilder toml = new StringBuilder();
    private final List<Limit> limits = new ArrayList<>();
    private final Map<String, RateWatch> messages = new HashMap<>();
    private final Map<String, RateWatch> starts = new HashMap<>();
    private final int connections;
    private final @Nullable Rate rate;
    private final @Nullable Rate connectionRate;

    /** Drawn anew. */
    Rules(World world) {
        connections = world.random().nextInt(1, 5);
        rate = any(world, MESSAGE_RATES);
        connectionRate = any(world, CONNECTION_RATES);
        toml.append("[any_path]\nconnections = ").append(connections).append("\nmessages_per_connection = ")
                .append(world.random().nextInt(1, 20)).append('\n');
        line("rate", rate);
        line("connection_rate", connectionRate);
        toml.append("[providers.").append(PROVIDER).append("]\nmx_suffix = [\"")
                .append(String.join("\", \"", PROVIDER_SITES)).append("\"]\n");
        for (int i = world.random().nextInt(4); i > 0; i--) {
            var limit = new Limit(world, "l" + i);
            limits.add(limit);
            toml.append(limit.toml());
        }
    }

    private static @Nullable Rate any(World world, String[] choices) {
        String text = choices[world.random().nextInt(choices.length)];
        return text.isEmpty() ? null : Rate.parse(text);
    }

    private void line(String key, @Nullable Rate value) {
        if (value != null) {
            toml.append(key).append(" = \"").append(value).append("\"\n");
        }
    }

    /** The same rules for a node that starts anew and knows nothing of what was sent before. */
    Rules again() {
        messages.clear();
        starts.clear();
        limits.forEach(Limit::forget);
        return this;
    }

    ShapingConfig shaping() {
        try {
            return ConfigReader.parse(Path.of("shaping.toml"), toml.toString(), ShapingConfig.class);
        } catch (ConfigException e) {
            throw new IllegalStateException(toml.toString(), e);
        }
    }

    /** A transaction with these recipients begins from this source to this site; says what is broken by it, or nothing. */
    String begins(String source, String site, List<Fate> recipients, long nanos) {
        String path = source + "→" + site;
        if (rate != null) {
            String broken = messages.computeIfAbsent(path, _ -> new RateWatch("the message rate of " + path, rate))
                    .take(recipients.size(), nanos);
            if (!broken.isEmpty()) {
                return broken;
            }
        }
        Map<String, String> place = Map.of("source", source, "site", site, "provider",
                PROVIDER_SITES.contains(site) ? PROVIDER : "");
        for (Limit limit : limits) {
            String broken = limit.begins(place, recipients, nanos);
            if (!broken.isEmpty()) {
                return broken;
            }
        }
        return "";
    }

    /** A connection is opened on this path while so many are open; says what is broken by it, or nothing. */
    String opens(String path, int open, long nanos) {
        if (open >= connections) {
            return "more than " + connections + " connections on " + path;
        }
        return connectionRate == null
                ? ""
                : starts.computeIfAbsent(path, _ -> new RateWatch("the connection rate of " + path, connectionRate))
                        .take(1, nanos);
    }

    @Override
    public String toString() {
        return toml.toString().replace("\n", "; ");
    }
}
