package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventDetail;
import com.penguinmails.mta.event.LoggedEvent;
import com.penguinmails.mta.message.CommandId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Events as clients see them. What is empty or unknown is left out. */
public final class EventJson {

    private EventJson() {}

    /** One event. */
    public static ObjectNode write(LoggedEvent logged) {
        DeliveryEvent event = logged.event();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", logged.cursor().toString());
        json.put("type", event.type().wireName());
        json.put("timestamp", Instant.ofEpochMilli(event.epochMillis()).toString());
        json.put("tenant", event.labels().tenant());
        put(json, "campaign", event.labels().campaign());
        put(json, "tag", event.labels().tag());
        if (event.type().isOfCommand()) {
            json.put("command_id", new CommandId(event.messageId().high(), event.messageId().low()).toString());
        } else if (!event.type().isOfAutomation()) {
            json.put("message_id", event.messageId().toString());
        }
        if (event.jobId() != null) {
            json.put("job_id", event.jobId().toString());
        }
        put(json, "recipient", event.recipient());
        json.put("count", event.count());
        if (event.attempt() > 0) {
            json.put("attempt", event.attempt());
        }
        if (event.detail() != null) {
            detail(json, event.detail());
        }
        return json;
    }

    private static void detail(ObjectNode json, EventDetail detail) {
        put(json, "enhanced_status", detail.enhancedStatus());
        put(json, "diagnostic", detail.diagnostic());
        put(json, "remote_mta", detail.remoteMta());
        put(json, "source", detail.source());
        put(json, "site", detail.site());
        put(json, "reason", detail.reason());
        if (detail.releaseMillis() > 0) {
            json.put("release_at", Instant.ofEpochMilli(detail.releaseMillis()).toString());
        }
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            json.put(name, value);
        }
    }
}
