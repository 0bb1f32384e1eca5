package com.penguinmails.mta.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.accept.KeyGrant;
import com.penguinmails.mta.accept.NetworkBlock;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.PriorityClass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration as the control plane writes it, all or nothing: a field that is missing, wrong or not known refuses the whole
 * document. Its form has a number, and this node knows the form {@value #FORMAT}; what a later form means, it does not guess.
 */
final class DecisionsReader {
    static final long FORMAT = 1;
    private static final long MAX_VERSION = 1_000_000_000_000_000L;
    private static final long MAX_QUOTA = 1_000_000_000_000L;
    private static final int MAX_WORD = 100;
    private static final int MAX_REASON = 500;
    private static final int MAX_ITEMS = 10_000_000;
    private static final int SHOWN_PROBLEMS = 5;
    private static final ObjectMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final List<FieldProblem> problems = new ArrayList<>();

    private DecisionsReader() {}

    /** @throws DecisionsException naming the fields that are wrong */
    static Decisions read(byte[] octets) throws DecisionsException {
        return new DecisionsReader().document(octets);
    }

    private Decisions document(byte[] octets) throws DecisionsException {
        if (!(tree(octets) instanceof ObjectNode object)) {
            throw new DecisionsException("the configuration is no JSON object");
        }
        var fields = new JsonFields(object, "", problems);
        long format = number(fields, "format", 1, MAX_VERSION);
        if (format != FORMAT) {
            throw new DecisionsException("the configuration has the form " + object.path("format") + ", this node "
                    + "knows the form " + FORMAT + ": update the node");
        }
        long version = number(fields, "version", 1, MAX_VERSION);
        JsonFields node = part(fields, "node");
        String id = node.requiredText("id", MAX_WORD);
        boolean draining = flag(node, "draining");
        node.refuseUnknown();
        List<TenantTerms> tenants = items(fields, "tenants", this::tenant);
        Set<String> unique = new HashSet<>();
        tenants.stream().filter(tenant -> !unique.add(tenant.id()))
                .forEach(tenant -> fields.problem("/tenants", "repeated", tenant.id() + " is there twice"));
        var byId = unique.size() == tenants.size() ? Decisions.byId(tenants) : Decisions.byId(List.of());
        List<KeyGrant> keys = items(fields, "keys", key -> key(key, byId.get(key.text("tenant_id", MAX_WORD, ""))));
        // Every answer of the control plane has it.
        var _ = fields.node("request_id");
        fields.refuseUnknown();
        refuse();
        return new Decisions(version, id, draining, byId, keys);
    }

    private static JsonNode tree(byte[] octets) throws DecisionsException {
        try {
            return JSON.readTree(octets);
        } catch (JsonProcessingException e) {
            throw new DecisionsException("the configuration is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new DecisionsException("the configuration cannot be read", e);
        }
    }

    private void refuse() throws DecisionsException {
        if (!problems.isEmpty()) {
            String shown = problems.stream().limit(SHOWN_PROBLEMS)
                    .map(problem -> problem.pointer() + ": " + problem.detail()).collect(Collectors.joining("; "));
            throw new DecisionsException("the configuration has " + problems.size() + " problems: " + shown);
        }
    }

    private TenantTerms tenant(JsonFields fields) {
        String id = label(fields, "id");
        int weight = (int) number(fields, "weight", 1, 1000);
        PriorityClass priority = priority(fields);
        JsonFields quota = part(fields, "quota");
        Long perHour = quota.whole("per_hour", 1, MAX_QUOTA);
        Long perDay = quota.whole("per_day", 1, MAX_QUOTA);
        quota.refuseUnknown();
        TenantTerms.Pause pause = fields.node("suspension") == null ? null : pause(part(fields, "suspension"));
        return new TenantTerms(id, weight, priority, perHour, perDay, pause);
    }

    private static TenantTerms.Pause pause(JsonFields fields) {
        String reason = fields.requiredText("reason", MAX_REASON);
        long since = fields.millis("since");
        long until = fields.node("until") == null ? Long.MAX_VALUE : fields.millis("until");
        fields.refuseUnknown();
        if (until <= since) {
            fields.problem("/until", "time_invalid", "a time behind since is expected");
        }
        return new TenantTerms.Pause(reason, since, until);
    }

    private static PriorityClass priority(JsonFields fields) {
        String word = fields.word("priority_class", List.of("transactional", "bulk"));
        if (word == null) {
            fields.problem("/priority_class", "required", "this field must be given");
            return PriorityClass.BULK;
        }
        return PriorityClass.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private @Nullable KeyGrant key(JsonFields fields, @Nullable TenantTerms tenant) {
        int before = problems.size();
        String id = fields.requiredText("id", MAX_WORD);
        String hash = fields.requiredText("hash", MAX_WORD);
        String owner = label(fields, "tenant_id");
        // Whether it is a test key, the key itself says.
        var _ = flag(fields, "test");
        Set<String> scopes = Set.copyOf(fields.texts("scopes", 1000, MAX_WORD));
        List<NetworkBlock> networks = networks(fields);
        long expires = fields.node("expires_at") == null ? Long.MAX_VALUE : fields.millis("expires_at");
        if (tenant == null && problems.size() == before) {
            fields.problem("/tenant_id", "not_found", "the configuration has no tenant " + owner);
        }
        try {
            return problems.size() > before || tenant == null
                    ? null
                    : new KeyGrant(id, hash, owner, scopes, networks, expires, tenant.priority());
        } catch (IllegalArgumentException e) {
            fields.problem("/hash", "form_invalid", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static List<NetworkBlock> networks(JsonFields fields) {
        return fields.list("allowed_cidrs", 1000, (place, node) -> {
            String text = fields.textOf(place, node, MAX_WORD);
            try {
                return text == null ? null : NetworkBlock.parse(text);
            } catch (IllegalArgumentException e) {
                fields.problem(place, "network_invalid", String.valueOf(e.getMessage()));
                return null;
            }
        });
    }

    /** Reads one item of a list; null where it is wrong. */
    private interface Item<T> {
        @Nullable
        T read(JsonFields fields);
    }

    private <T> List<T> items(JsonFields fields, String name, Item<T> item) {
        JsonNode list = fields.node(name);
        if (list == null || !list.isArray()) {
            fields.problem('/' + name, "type_invalid", "a list is expected");
            return List.of();
        }
        return fields.list(name, MAX_ITEMS, (place, node) -> {
            if (!(node instanceof ObjectNode object)) {
                fields.problem(place, "type_invalid", "an object is expected");
                return null;
            }
            JsonFields one = fields.within(place, object);
            T read = item.read(one);
            one.refuseUnknown();
            return read;
        });
    }

    private JsonFields part(JsonFields fields, String name) {
        if (fields.node(name) instanceof ObjectNode object) {
            return fields.within('/' + name, object);
        }
        fields.problem('/' + name, "type_invalid", "an object is expected");
        return fields.within('/' + name, JSON.createObjectNode());
    }

    private static String label(JsonFields fields, String name) {
        String text = fields.requiredText(name, MAX_WORD);
        try {
            return text.isEmpty() ? text : Labels.ofTenant(text).tenant();
        } catch (IllegalArgumentException e) {
            fields.problem('/' + name, "label_invalid", String.valueOf(e.getMessage()));
            return text;
        }
    }

    private static boolean flag(JsonFields fields, String name) {
        if (fields.node(name) == null) {
            fields.problem('/' + name, "required", "this field must be given");
        }
        return fields.bool(name, false);
    }

    private static long number(JsonFields fields, String name, long least, long most) {
        if (fields.node(name) == null) {
            fields.problem('/' + name, "required", "this field must be given");
        }
        Long value = fields.whole(name, least, most);
        return value == null ? 0 : value;
    }
}
