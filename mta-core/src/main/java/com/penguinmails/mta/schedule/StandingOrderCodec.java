package com.penguinmails.mta.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.shape.PoolOverride;
import com.penguinmails.mta.shape.PriorityOverride;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.shape.Suspension;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Standing orders as facts in the journal: the key says which kind and which one, the value is the rest in JSON. Stateless. */
final class StandingOrderCodec {
    static final String SUSPENSION = "suspension/";
    static final String OVERRIDE = "override/";
    private static final String POOL = OVERRIDE + "pool/";
    private static final String PRIORITY = OVERRIDE + "priority/";
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private StandingOrderCodec() {}

    static String key(StandingOrder order) {
        return switch (order) {
            case Suspension suspension -> SUSPENSION + suspension.id();
            case PoolOverride override -> POOL + override.id();
            case PriorityOverride override -> PRIORITY + override.id();
        };
    }

    static byte[] encode(StandingOrder order) {
        ObjectNode node = JSON.createObjectNode();
        node.set("selector", SelectorCodec.encode(order.selector()));
        node.put("since", order.sinceMillis());
        if (order.untilMillis() != StandingOrder.UNTIL_TAKEN_BACK) {
            node.put("until", order.untilMillis());
        }
        node.put("reason", order.reason());
        node.put("origin", order.origin());
        switch (order) {
            case Suspension _ -> {
            }
            case PoolOverride override -> node.put("pool", override.pool());
            case PriorityOverride override -> node.put("priority", override.priority().name());
        }
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new UncheckedIOException("a tree of JSON has a text", e);
        }
    }

    /** @throws IllegalArgumentException if it is no standing order of this version */
    static StandingOrder decode(String key, byte[] value) {
        try {
            JsonNode node = JSON.readTree(value);
            MailSelector selector = SelectorCodec.decode(node.path("selector"));
            long since = node.path("since").asLong();
            long until = node.path("until").asLong(StandingOrder.UNTIL_TAKEN_BACK);
            String reason = node.path("reason").asText();
            String origin = node.path("origin").asText();
            if (key.startsWith(SUSPENSION)) {
                return new Suspension(key.substring(SUSPENSION.length()), selector, since, until, reason, origin);
            }
            if (key.startsWith(POOL)) {
                return new PoolOverride(key.substring(POOL.length()), selector, node.path("pool").asText(), since,
                        until, reason, origin);
            }
            return new PriorityOverride(key.substring(PRIORITY.length()), selector,
                    PriorityClass.valueOf(node.path("priority").asText()), since, until, reason, origin);
        } catch (IOException e) {
            throw new IllegalArgumentException("the fact " + key + " is no JSON", e);
        }
    }
}
