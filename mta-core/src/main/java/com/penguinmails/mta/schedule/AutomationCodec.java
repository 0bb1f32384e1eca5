package com.penguinmails.mta.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.config.AutomationAction;
import com.penguinmails.mta.config.LimitConfig;
import com.penguinmails.mta.config.Rate;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.shape.AutomationTrigger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What automation rules have triggered as facts in the journal, in JSON. Stateless. */
final class AutomationCodec {
    static final String PREFIX = "automation/";
    /** How the names of limits begin that rules have set; no name in a file has it. */
    static final String LIMIT = "automation:";
    /** What {@link AutomationTrigger#id} adds to the rule's name. */
    private static final Pattern TAIL = Pattern.compile("-[0-9a-z]+-[0-9a-z]+$");
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** What a rule has triggered, with the limit that it has set if it does so. */
    record Kept(AutomationTrigger trigger, @Nullable LimitConfig limit) {}

    private AutomationCodec() {}

    static byte[] encode(Kept kept) {
        AutomationTrigger trigger = kept.trigger();
        LimitConfig limit = kept.limit();
        ObjectNode node = JSON.createObjectNode();
        node.put("rule", trigger.rule());
        node.put("action", trigger.action().name());
        node.set("selector", SelectorCodec.encode(trigger.selector()));
        node.put("since", trigger.sinceMillis());
        node.put("until", trigger.untilMillis());
        node.put("reply", trigger.reply());
        if (limit != null && limit.rate() != null) {
            node.put("rate", limit.rate().toString());
        }
        if (limit != null && limit.connections() != null) {
            node.put("connections", limit.connections());
        }
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new UncheckedIOException("a tree of JSON has a text", e);
        }
    }

    /** @throws IllegalArgumentException if it is nothing that this version has written */
    static Kept decode(byte[] value) {
        try {
            JsonNode node = JSON.readTree(value);
            AutomationTrigger trigger = new AutomationTrigger(node.path("rule").asText(),
                    AutomationAction.valueOf(node.path("action").asText()),
                    SelectorCodec.decode(node.path("selector")), node.path("since").asLong(),
                    node.path("until").asLong(), node.path("reply").asText());
            Rate rate = node.has("rate") ? Rate.parse(node.path("rate").asText()) : null;
            Integer connections = node.has("connections") ? node.path("connections").asInt() : null;
            return new Kept(trigger, rate == null && connections == null ? null : limit(trigger, rate, connections));
        } catch (IOException e) {
            throw new IllegalArgumentException("it is no JSON", e);
        }
    }

    /** The rule that has set a limit of that name. */
    static String ruleOf(String limit) {
        return TAIL.matcher(limit.substring(LIMIT.length())).replaceFirst("");
    }

    /** The limit that a rule sets on the mail that it concerns. */
    static LimitConfig limit(AutomationTrigger trigger, @Nullable Rate rate, @Nullable Integer connections) {
        MailSelector mail = trigger.selector();
        return new LimitConfig(LIMIT + trigger.id(), mail.tenant(), mail.campaign(), mail.senderDomain(), mail.domain(),
                mail.site(), mail.provider(), mail.source(), List.of(), rate, null, connections, null, null);
    }
}
