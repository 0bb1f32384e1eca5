package com.penguinmails.control.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.api.Times;
import com.penguinmails.control.api.Words;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.message.PriorityClass;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How tenants are read and shown. */
final class TenantJson {
    private static final int MAX_NAME = 200;
    private static final long MAX_QUOTA = 1_000_000_000_000L;
    private static final int MAX_WEIGHT = 1_000;
    private static final int MAX_DAYS = 3_650;
    private static final List<String> CLASSES = List.of("transactional", "bulk");
    /** What a tenant has where nothing was said. */
    static final Tenant.Terms DEFAULTS = new Tenant.Terms(null, "", null, null, 1, PriorityClass.BULK,
            new Tenant.Thresholds(null, null), new Tenant.Retention(7, 90));

    private TenantJson() {}

    static ObjectNode show(Tenant tenant) {
        Tenant.Terms terms = tenant.terms();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", tenant.id()).put("external_id", terms.externalId()).put("name", terms.name());
        json.put("state", tenant.suspension() == null ? "active" : "suspended");
        json.set("suspension", show(tenant.suspension()));
        json.putObject("quota").put("per_hour", terms.quotaPerHour()).put("per_day", terms.quotaPerDay());
        json.put("weight", terms.weight()).put("priority_class", terms.priority().name().toLowerCase(Locale.ROOT));
        json.putObject("thresholds").put("bounce_percent", number(terms.thresholds().bouncePercent()))
                .put("complaint_percent", number(terms.thresholds().complaintPercent()));
        json.putObject("retention").put("content_days", terms.retention().contentDays())
                .put("event_days", terms.retention().eventDays());
        return json.put("created_at", Times.text(tenant.createdAt())).put("updated_at",
                Times.text(tenant.updatedAt()));
    }

    private static JsonNode show(Tenant.@Nullable Suspension suspension) {
        return suspension == null
                ? JsonNodeFactory.instance.nullNode()
                : JsonNodeFactory.instance.objectNode().put("reason", suspension.reason())
                        .put("since", Times.text(suspension.since())).put("until", Times.text(suspension.until()));
    }

    private static @Nullable Double number(@Nullable BigDecimal percent) {
        return percent == null ? null : percent.doubleValue();
    }

    /**
     * The terms in a body; a field that is absent stays as it is, one that is null takes its default. 422 with every field that is
     * wrong.
     */
    static Tenant.Terms read(ObjectNode body, Tenant.Terms now) {
        var problems = new ArrayList<FieldProblem>();
        var fields = new JsonFields(body, "", problems);
        String name = fields.has("name") || now.name().isEmpty()
                ? Words.required(fields, "name", MAX_NAME)
                : now.name();
        String externalId = fields.has("external_id")
                ? Words.optional(fields, "external_id", MAX_NAME)
                : now.externalId();
        JsonFields quota = part(fields, "quota");
        JsonFields thresholds = part(fields, "thresholds");
        JsonFields retention = part(fields, "retention");
        var terms = new Tenant.Terms(externalId, name,
                whole(quota, "per_hour", MAX_QUOTA, now.quotaPerHour(), null),
                whole(quota, "per_day", MAX_QUOTA, now.quotaPerDay(), null),
                small(fields, "weight", MAX_WEIGHT, now.weight(), DEFAULTS.weight()), priority(fields, now.priority()),
                new Tenant.Thresholds(percent(thresholds, "bounce_percent", now.thresholds().bouncePercent()),
                        percent(thresholds, "complaint_percent", now.thresholds().complaintPercent())),
                new Tenant.Retention(
                        small(retention, "content_days", MAX_DAYS, now.retention().contentDays(),
                                DEFAULTS.retention().contentDays()),
                        small(retention, "event_days", MAX_DAYS, now.retention().eventDays(),
                                DEFAULTS.retention().eventDays())));
        List.of(quota, thresholds, retention, fields).forEach(JsonFields::refuseUnknown);
        if (!problems.isEmpty()) {
            throw Problem.invalid(problems).toException();
        }
        return terms;
    }

    /** The object below a field; an empty one where there is none. */
    private static JsonFields part(JsonFields fields, String name) {
        JsonNode node = fields.node(name);
        if (node != null && !node.isObject()) {
            fields.problem('/' + name, "type_invalid", "an object is expected");
        }
        ObjectNode object = node instanceof ObjectNode found ? found : JsonNodeFactory.instance.objectNode();
        return fields.within('/' + name, object);
    }

    private static @Nullable Long whole(JsonFields fields, String name, long most, @Nullable Long now,
            @Nullable Long otherwise) {
        Long value = fields.whole(name, 1, most);
        if (value != null) {
            return value;
        }
        return fields.has(name) ? otherwise : now;
    }

    private static int small(JsonFields fields, String name, int most, int now, int otherwise) {
        Long value = whole(fields, name, most, (long) now, (long) otherwise);
        return value == null ? otherwise : value.intValue();
    }

    private static PriorityClass priority(JsonFields fields, PriorityClass now) {
        String word = fields.word("priority_class", CLASSES);
        if (word != null) {
            return PriorityClass.valueOf(word.toUpperCase(Locale.ROOT));
        }
        return fields.has("priority_class") ? DEFAULTS.priority() : now;
    }

    private static @Nullable BigDecimal percent(JsonFields fields, String name, @Nullable BigDecimal now) {
        JsonNode node = fields.node(name);
        if (node == null) {
            return fields.has(name) ? null : now;
        }
        if (!node.isNumber()) {
            fields.problem('/' + name, "type_invalid", "a number is expected");
            return null;
        }
        double value = node.doubleValue();
        if (!(value >= 0 && value <= 100) || Math.rint(value * 100) / 100 != value) {
            fields.problem('/' + name, "out_of_bounds",
                    "a percentage from 0 to 100 with at most two decimals is expected");
            return null;
        }
        return BigDecimal.valueOf(value);
    }
}
