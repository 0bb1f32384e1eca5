package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.config.RulePlaces;
import com.penguinmails.mta.schedule.Blocker;
import com.penguinmails.mta.schedule.Ceiling;
import com.penguinmails.mta.schedule.MailQueue;
import com.penguinmails.mta.schedule.PathExplanation;
import com.penguinmails.mta.schedule.SlownessReport;
import java.time.Instant;
import java.util.List;

/** How blockers and ceilings stand in answers of both ports: times in RFC 3339, nothing where nothing is known. */
public final class ExplanationJson {
    private static final double HUNDREDTHS = 100;

    private ExplanationJson() {}

    /** What holds mail back, in order. */
    public static ArrayNode blockers(List<Blocker> blockers, RulePlaces places) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        blockers.forEach(blocker -> array.add(blocker(blocker, places)));
        return array;
    }

    /** Why some mail is slow. */
    public static ObjectNode slowness(SlownessReport report, RulePlaces places) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("of", report.of());
        json.put("queued", report.queued()).put("ready", report.ready()).put("in_flight", report.inFlight());
        json.put("queues", report.queues()).put("per_second", rounded(report.perSecond()));
        time(json, "oldest_at", report.oldestMillis());
        ArrayNode ceilings = json.putArray("ceilings");
        report.ceilings().forEach(ceiling -> ceilings.add(ceiling(ceiling, places)));
        ArrayNode held = json.putArray("held");
        for (SlownessReport.Held part : report.held()) {
            held.addObject().put("recipients", part.recipients()).put("queues", part.queues())
                    .set("blocker", blocker(part.blocker(), places));
        }
        return json;
    }

    /** What one path does and what closes it. */
    public static ObjectNode path(PathExplanation explanation, RulePlaces places) {
        MailQueue.PathSummary path = explanation.path();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("source", path.source()).put("site", path.site()).put("ready", path.ready())
                .put("in_flight", path.inFlight()).put("connections", path.connections())
                .put("connection_limit", path.connectionLimit());
        time(json, "release_at", path.releaseMillis());
        json.set("blockers", blockers(explanation.blockers(), places));
        json.set("mail", slowness(explanation.mail(), places));
        return json;
    }

    private static ObjectNode blocker(Blocker blocker, RulePlaces places) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", blocker.kind().word());
        text(json, "source", blocker.source());
        text(json, "rule", blocker.rule());
        text(json, "place", places.of(blocker.rule()));
        text(json, "reason", blocker.reason());
        time(json, "since", blocker.sinceMillis());
        time(json, "release_at", blocker.releaseMillis());
        text(json, "until", blocker.until());
        text(json, "remedy", blocker.remedy());
        return json;
    }

    private static ObjectNode ceiling(Ceiling ceiling, RulePlaces places) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("per_second", rounded(ceiling.perSecond()));
        text(json, "rule", ceiling.rule());
        text(json, "place", places.of(ceiling.rule()));
        text(json, "reason", ceiling.reason());
        text(json, "remedy", ceiling.remedy());
        return json;
    }

    private static double rounded(double perSecond) {
        return perSecond < 1 ? perSecond : Math.round(perSecond * HUNDREDTHS) / HUNDREDTHS;
    }

    static void time(ObjectNode json, String name, long millis) {
        if (millis > 0) {
            json.put(name, Instant.ofEpochMilli(millis).toString());
        }
    }

    private static void text(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }
}
