package com.penguinmails.system.simulation;

import com.penguinmails.mta.config.Rate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One limit on whatever it matches, drawn from the seed, and what it has seen. For one thread. */
final class Limit {
    private static final List<String> MAIL = List.of("tenant", "campaign", "sender_domain", "domain");
    private static final List<String> PLACE = List.of("site", "provider", "source");
    private static final String[] RATES = {"3/s", "50/s", "100/min", "1200/h", "20/s"};

    private final String name;
    private final Map<String, String> selector = new TreeMap<>();
    private final Map<String, String> per = new TreeMap<>();
    private final Rate rate;
    private final Map<String, RateWatch> watches = new HashMap<>();

    Limit(World world, String name) {
        this.name = name;
        for (String part : MAIL) {
            draw(world, part, 250);
        }
        for (String part : PLACE) {
            draw(world, part, 150);
        }
        rate = Rate.parse(RATES[world.random().nextInt(RATES.length)]);
    }

    private void draw(World world, String part, int often) {
        if (world.chance(often)) {
            selector.put(part, Clients.any(world, part));
        } else if (world.chance(often)) {
            per.put(part, part);
        }
    }

    void forget() {
        watches.clear();
    }

    String toml() {
        var text = new StringBuilder("[[limits]]\nname = \"").append(name).append("\"\nrate = \"").append(rate)
                .append("\"\n");
        selector.forEach((part, value) -> text.append(part).append(" = \"").append(value).append("\"\n"));
        if (!per.isEmpty()) {
            text.append("per = [\"").append(String.join("\", \"", per.keySet())).append("\"]\n");
        }
        return text.toString();
    }

    /** These recipients are sent to now by one transaction of this place; says what is broken by it, or nothing. */
    String begins(Map<String, String> place, List<Fate> recipients, long nanos) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Fate fate : recipients) {
            String key = key(place, fate);
            if (!key.isEmpty()) {
                int _ = counts.merge(key, 1, Integer::sum);
            }
        }
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            String broken = watches.computeIfAbsent(count.getKey(), key -> new RateWatch(name + " " + key, rate))
                    .take(count.getValue(), nanos);
            if (!broken.isEmpty()) {
                return broken;
            }
        }
        return "";
    }

    /** What the recipient is counted under; empty where the limit does not match it. */
    private String key(Map<String, String> place, Fate fate) {
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
            key.append('/').append(part.equals("campaign") ? fate.mail.labels.tenant() + ":" + value : value);
        }
        return key.toString();
    }

    private static String value(String part, Map<String, String> place, Fate fate) {
        return switch (part) {
            case "tenant" -> fate.mail.labels.tenant();
            case "campaign" -> fate.mail.labels.campaign();
            case "sender_domain" -> fate.mail.senderDomain;
            case "domain" -> fate.domain;
            default -> place.getOrDefault(part, "");
        };
    }
}
