package com.penguinmails.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.ControlClient.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An OpenAPI document as far as a contract test needs it: what to send, what must be refused, and whether an answer is as it says. */
final class OpenApi {
    private final JsonNode document;

    OpenApi(JsonNode document) {
        this.document = document;
    }

    List<Call> calls() {
        var calls = new ArrayList<Call>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(method -> calls
                .add(new Call(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
        return calls;
    }

    /** A body that is wrong in one place. */
    record BadBody(ObjectNode body, String pointer) {}

    private JsonNode resolve(JsonNode node) {
        String ref = node.path("$ref").asText();
        return ref.isEmpty() ? node : resolve(document.at(ref.substring(1)));
    }

    private static List<String> types(JsonNode schema) {
        var types = new ArrayList<String>();
        if (schema.path("type").isArray()) {
            schema.path("type").forEach(type -> types.add(type.asText()));
        } else if (schema.has("type")) {
            types.add(schema.path("type").asText());
        }
        return types;
    }

    /** One operation. */
    final class Call {
        private final String method;
        private final String path;
        private final JsonNode operation;

        Call(String method, String path, JsonNode operation) {
            this.method = method;
            this.path = path;
            this.operation = operation;
        }

        String method() {
            return method;
        }

        String path() {
            return path;
        }

        String name() {
            return method + " " + path;
        }

        /** Empty: it needs no key. */
        String scope() {
            return operation.path("security").path(0).path("key").path(0).asText();
        }

        boolean hasBody() {
            return operation.has("requestBody");
        }

        private JsonNode content() {
            return operation.path("requestBody").path("content").path("application/json");
        }

        ObjectNode example() {
            return content().path("example").deepCopy();
        }

        /** Every way in which the schema lets a good body be spoilt. */
        List<BadBody> badBodies(ObjectNode good) {
            var bad = new ArrayList<BadBody>();
            spoil(good, good, resolve(content().path("schema")), "", bad);
            return bad;
        }

        /** Query strings that the document excludes. */
        List<String> badQueries() {
            var bad = new ArrayList<String>();
            for (JsonNode reference : operation.path("parameters")) {
                JsonNode parameter = resolve(reference);
                String name = parameter.path("name").asText();
                if (!parameter.path("in").asText().equals("query")) {
                    continue;
                }
                bad.add(name + "=" + "9".repeat(300));
                bad.add(name + "=%00");
                bad.add(name + "=1&" + name + "=2");
                if (name.equals("limit")) {
                    bad.addAll(List.of("limit=0", "limit=101", "limit=-1", "limit=x", "limit=1.5"));
                }
                if (name.equals("after") || name.equals("before")) {
                    bad.addAll(List.of(name + "=x", name + "=%FF", name + "=" + "A".repeat(40)));
                }
            }
            return bad;
        }

        /** What in the answer is not as the document says. */
        List<String> violations(Reply reply) {
            var violations = new ArrayList<String>();
            JsonNode response = resolve(operation.path("responses").path(Integer.toString(reply.status())));
            if (response.isMissingNode()) {
                violations.add("status " + reply.status() + " is not documented");
                return violations;
            }
            String type = reply.header("Content-Type").split(";", 2)[0];
            if (type.isEmpty() && !response.has("content")) {
                return violations;
            }
            JsonNode schema = response.path("content").path(type).path("schema");
            if (schema.isMissingNode()) {
                violations.add("media type " + type + " is not documented");
            } else if (type.endsWith("json") && !type.contains("x-ndjson")) {
                check(reply.body(), resolve(schema), "", violations);
            }
            return violations;
        }
    }

    private void spoil(ObjectNode whole, ObjectNode here, JsonNode schema, String pointer, List<BadBody> bad) {
        add(whole, pointer, "no_such_field", JsonNodeFactory.instance.numberNode(1), bad);
        for (JsonNode required : schema.path("required")) {
            ObjectNode body = whole.deepCopy();
            ((ObjectNode) body.at(pointer)).remove(required.asText());
            bad.add(new BadBody(body, pointer + "/" + required.asText()));
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode field = resolve(property.getValue());
            wrongValues(field).forEach(value -> add(whole, pointer, property.getKey(), value, bad));
            if (here.get(property.getKey()) instanceof ObjectNode below) {
                spoil(whole, below, field, pointer + "/" + property.getKey(), bad);
            }
        }
    }

    private static void add(ObjectNode whole, String pointer, String name, JsonNode value, List<BadBody> bad) {
        ObjectNode body = whole.deepCopy();
        ((ObjectNode) body.at(pointer)).set(name, value);
        bad.add(new BadBody(body, pointer + "/" + name));
    }

    private static List<JsonNode> wrongValues(JsonNode schema) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        List<String> types = types(schema);
        var wrong = new ArrayList<JsonNode>();
        if (types.contains("array")) {
            // A lone value may stand for a list of one; what no item can be is wrong as an item.
            wrong.add(nodes.objectNode());
            wrong.add(nodes.numberNode(1));
            return wrong;
        }
        wrong.add(nodes.arrayNode());
        if (!types.contains("object")) {
            wrong.add(nodes.objectNode());
        }
        if (!types.contains("boolean")) {
            wrong.add(nodes.booleanNode(true));
        }
        if (!types.contains("string")) {
            wrong.add(nodes.textNode("1"));
        } else {
            wrong.add(nodes.numberNode(1));
            wrong.add(nodes.textNode("a\u0000b"));
        }
        if (schema.has("maxLength")) {
            wrong.add(nodes.textNode("x".repeat(schema.path("maxLength").asInt() + 1)));
        }
        if (schema.has("minimum")) {
            wrong.add(nodes.numberNode(schema.path("minimum").asLong() - 1));
            wrong.add(nodes.numberNode(schema.path("maximum").asLong() + 1));
            wrong.add(nodes.numberNode(new java.math.BigInteger("9".repeat(30))));
            wrong.add(nodes.numberNode(1.234567));
        }
        return wrong;
    }

    private void check(JsonNode value, JsonNode schema, String where, List<String> violations) {
        List<String> types = types(schema);
        if (types.stream().noneMatch(type -> isOf(value, type))) {
            violations.add(where + ": " + value + " is none of " + types);
            return;
        }
        if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
            violations.add(where + ": " + value + " is none of " + schema.path("enum"));
        }
        if (schema.has("pattern") && value.isTextual() && !value.asText().matches(schema.path("pattern").asText())) {
            violations.add(where + ": " + value + " is not of " + schema.path("pattern"));
        }
        for (JsonNode required : schema.path("required")) {
            if (value.isObject() && !value.has(required.asText())) {
                violations.add(where + "/" + required.asText() + " is missing");
            }
        }
        value.properties().forEach(member -> {
            JsonNode property = schema.path("properties").path(member.getKey());
            if (!property.isMissingNode()) {
                check(member.getValue(), resolve(property), where + "/" + member.getKey(), violations);
            } else if (schema.path("additionalProperties").isBoolean()
                    && !schema.path("additionalProperties").asBoolean()) {
                violations.add(where + "/" + member.getKey() + " is not documented");
            }
        });
        if (value.isArray() && schema.has("items")) {
            value.forEach(item -> check(item, resolve(schema.path("items")), where + "/-", violations));
        }
    }

    private static boolean isOf(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> value.isNull();
        };
    }
}
