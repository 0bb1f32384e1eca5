package com.penguinmails.mta.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.shape.WarmUp;
import com.penguinmails.mta.shape.WarmUpRates;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Warm-ups as facts in the journal, in JSON. Stateless. */
final class WarmUpCodec {
    static final String PREFIX = "warmup/";
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private WarmUpCodec() {}

    static byte[] encode(WarmUp.Kept kept) {
        ObjectNode node = JSON.createObjectNode();
        node.put("step", kept.step());
        node.put("begin", kept.beginMillis());
        node.put("since", kept.sinceMillis());
        node.put("mark", kept.mark());
        node.put("attempts", kept.rates().attempts());
        node.put("deferrals", kept.rates().deferrals());
        node.put("blocks", kept.rates().blocks());
        node.put("complaints", kept.rates().complaints());
        node.put("course", kept.course());
        node.put("reason", kept.reason());
        node.put("stopped", kept.stopped());
        node.put("shut", kept.shutMillis());
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new UncheckedIOException("a tree of JSON has a text", e);
        }
    }

    /** @throws IllegalArgumentException if it is nothing that this version has written */
    static WarmUp.Kept decode(byte[] value) {
        try {
            JsonNode node = JSON.readTree(value);
            if (!node.path("mark").isIntegralNumber() || !node.path("begin").isIntegralNumber()) {
                throw new IllegalArgumentException("it has no mark");
            }
            WarmUpRates rates = new WarmUpRates(node.path("attempts").asLong(), node.path("deferrals").asLong(),
                    node.path("blocks").asLong(), node.path("complaints").asLong());
            return new WarmUp.Kept(node.path("step").asInt(), node.path("begin").asLong(),
                    node.path("since").asLong(), node.path("mark").asLong(), rates, node.path("course").asText(),
                    node.path("reason").asText(), node.path("stopped").asBoolean(), node.path("shut").asLong());
        } catch (IOException e) {
            throw new IllegalArgumentException("it is no JSON", e);
        }
    }
}
