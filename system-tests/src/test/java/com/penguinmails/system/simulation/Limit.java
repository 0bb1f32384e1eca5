package com.penguinmails.system.simulation;

import com.penguinmails.mta.config.ByteRate;
import com.penguinmails.mta.config.Rate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One limit on whatever it matches, drawn from the seed, and what it has seen. For one thread. */
final class Limit {
    private static final List<String> MAIL = List.of("tenant", "campaign", "sender_domain", "domain");
    private static final List<String> PLACE = List.of("site", "provider", "source");
    private static final String[] RATES = {"3/s", "50/s", "100/min", "1200/h", "20/s"};
    private static final String[] BYTE_RATES = {"4KiB/s", "100KiB/min", "1MiB/h", "64KiB/s"};
    private static final String[] CONNECTION_RATES = {"1/s", "30/min", "10/s"};

    private final String name;
    private final Map<String, String> selector = new TreeMap<>();
    private final Map<String, String> per = new TreeMap<>();
    private final Map<String, Counter> counters = new HashMap<>();
    private @Nullable Rate rate;
    private @Nullable ByteRate bytes;
    private @Nullable Rate connectionRate;
    private int connections;
    private int messagesPerConnection;

    /** What is counted apart. */
    private final class Counter {
        private final @Nullable RateWatch messages;
        private final @Nullable ByteWatch octets;
        private final @Nullable RateWatch starts;
        private int open;

        Counter(String key) {
            String of = name + " " + key;
            messages = rate == null ? null : new RateWatch(of, rate);
            octets = bytes == null ? null : new ByteWatch(of + " in octets", bytes);
            starts = connectionRate == null ? null : new RateWatch(of + " in connections", connectionRate);
        }
    }

    Limit(World world, String name) {
        this.name = name;
        for (String part : MAIL) {
            draw(world, part, 250);
        }
        for (String part : PLACE) {
            draw(world, part, 150);
        }
        int what = world.random().nextInt(10);
        rate = what < 6 || what == 9 ? Rate.parse(RATES[world.random().nextInt(RATES.length)]) : null;
        bytes = what == 6 || what == 9 ? ByteRate.parse(BYTE_RATES[world.random().nextInt(BYTE_RATES.length)]) : null;
        connections = what == 7 || what == 9 ? world.random().nextInt(1, 4) : 0;
        connectionRate = what == 8 || what == 9
                ? Rate.parse(CONNECTION_RATES[world.random().nextInt(CONNECTION_RATES.length)])
                : null;
        messagesPerConnection = what >= 7 && world.chance(500) ? world.random().nextInt(1, 6) : 0;
    }

    private void draw(World world, String part, int often) {
        if (world.chance(often)) {
            selector.put(part, Clients.any(world, part));
        } else if (world.chance(often)) {
            per.put(part, part);
        }
    }

    /** Its connections count no more. */
    void nodeDied() {
        counters.values().forEach(counter -> {
            counter.open = 0;
            if (counter.octets != null) {
                counter.octets.forgetDebt();
            }
        });
    }

    String toml() {
        var text = new StringBuilder("[[limits]]\nname = \"").append(name).append("\"\n");
        if (rate != null) {
            text.append("rate = \"").append(rate).append("\"\n");
        }
        if (bytes != null) {
            text.append("bytes = \"").append(bytes).append("\"\n");
        }
        if (connectionRate != null) {
            text.append("connection_rate = \"").append(connectionRate).append("\"\n");
        }
        if (connections > 0) {
            text.append("connections = ").append(connections).append('\n');
        }
        if (messagesPerConnection > 0) {
            text.append("messages_per_connection = ").append(messagesPerConnection).append('\n');
        }
        selector.forEach((part, value) -> text.append(part).append(" = \"").append(value).append("\"\n"));
        if (!per.isEmpty()) {
            text.append("per = [\"").append(String.join("\", \"", per.keySet())).append("\"]\n");
        }
        return text.toString();
    }

    /** A connection is opened; one of a limit on where mail goes or leaves from counts at once. */
    String opens(Link link, boolean isNew, long nanos) {
        boolean ofPlace = !(selector.isEmpty() && per.isEmpty()) && PLACE.containsAll(selector.keySet())
                && PLACE.containsAll(per.keySet());
        String key = ofPlace ? key(link.place, null) : "";
        return key.isEmpty() || !isNew ? "" : joins(link, key, nanos);
    }

    void closed(Link link) {
        for (Map.Entry<String, Counter> counter : counters.entrySet()) {
            if (link.counts.contains(name + counter.getKey())) {
                counter.getValue().open--;
            }
        }
    }

    /** These recipients are sent to now by one transaction of this connection; says what is broken by it, or nothing. */
    String begins(Link link, boolean isNew, List<Fate> recipients, long octets, long nanos) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Fate fate : recipients) {
            String key = key(link.place, fate);
            if (!key.isEmpty()) {
                int _ = counts.merge(key, 1, Integer::sum);
            }
        }
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            String broken = isNew ? joins(link, count.getKey(), nanos) : "";
            broken = broken.isEmpty() ? takes(count.getKey(), count.getValue(), octets, nanos) : broken;
            boolean tooMany = isNew && messagesPerConnection > 0
                    && link.sent.merge(name + count.getKey(), 1, Integer::sum) > messagesPerConnection;
            if (!broken.isEmpty() || tooMany) {
                return broken.isEmpty() ? name + " messages of a connection" : broken;
            }
        }
        return "";
    }

    private String takes(String key, int recipients, long octets, long nanos) {
        Counter counter = counter(key);
        String broken = counter.messages == null ? "" : counter.messages.take(recipients, nanos);
        return broken.isEmpty() && counter.octets != null ? counter.octets.take(octets, nanos) : broken;
    }

    private String joins(Link link, String key, long nanos) {
        if (!link.counts.add(name + key)) {
            return "";
        }
        Counter counter = counter(key);
        counter.open++;
        if (connections > 0 && counter.open > connections) {
            return name + " " + key + ": more than " + connections + " connections";
        }
        // For a limit on whose mail it is it counted when the mail was chosen, which nobody outside sees.
        return counter.starts == null || link.opening != nanos ? "" : counter.starts.take(1, nanos);
    }

    private Counter counter(String key) {
        return counters.computeIfAbsent(key, Counter::new);
    }

    /** What the recipient is counted under; empty where the limit does not match it. */
    private String key(Place place, @Nullable Fate fate) {
        for (Map.Entry<String, String> part : selector.entrySet()) {
            if (!part.getValue().equals(value(part.getKey(), place, fate))) {
                return "";
            }
        }
        var key = new StringBuilder("all");
        for (String part : per.keySet()) {
            String value = value(part, place, fate);
            if (part.equals("provider") && value.isEmpty()) {
                return "";
            }
            key.append('/').append(part.equals("campaign") ? value("tenant", place, fate) + ":" + value : value);
        }
        return key.toString();
    }

    private static String value(String part, Place place, @Nullable Fate fate) {
        return switch (part) {
            case "site" -> place.site();
            case "provider" -> place.provider();
            case "source" -> place.source();
            default -> fate == null ? "" : fate.part(part);
        };
    }
}
