package com.penguinmails.mta.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.dns.DomainName;
import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.ConfigReader;
import com.penguinmails.mta.config.QueueConfig;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.connect.LocalEndpoint;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.schedule.QueueAgent;
import com.penguinmails.mta.simulate.SimulationInputException.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a plan of what was asked for in JSON; what is left out is as it is in force. Immutable. */
public final class SimulationReader {
    /** Recipients of one simulation. */
    public static final long MAX_RECIPIENTS = 100_000_000;

    private static final int MAX_DOMAINS = 1_000_000;
    private static final int MAX_SOURCES = 1_000;
    private static final int MAX_HOSTS = 20;
    private static final int MAX_DAYS = 365;
    private static final int DEFAULT_DAYS = 30;
    private static final ByteSize DEFAULT_SIZE = ByteSize.parse("50KiB");
    private static final ByteSize MAX_SIZE = ByteSize.parse("100MiB");
    private static final Path SHAPING = Path.of("shaping");

    private final QueueAgent.Settings inForce;
    private final long maxRecipients;

    /**
     * @param inForce what holds unless the input says otherwise
     * @param maxRecipients how many may be asked for, at most {@link #MAX_RECIPIENTS}
     */
    public SimulationReader(QueueAgent.Settings inForce, long maxRecipients) {
        this.inForce = inForce;
        this.maxRecipients = maxRecipients;
    }

    /**
     * Reads the input.
     *
     * @param now the start unless the input names one
     * @throws SimulationInputException with everything that is wrong
     */
    public SimulationPlan read(JsonNode input, Instant now) throws SimulationInputException {
        List<Problem> problems = new ArrayList<>();
        var fields = new InputFields(input, "", problems);
        fields.allowOnly("recipients", "domains", "tenant", "campaign", "sender_domain", "priority", "message_size",
                "start", "sources", "shaping", "receivers", "expiry", "max_days", "seed",
                "warm_up");
        QueueAgent.Settings settings = settings(fields);
        List<AudienceDomain> audience = audience(fields);
        var plan = new SimulationPlan(audience, receivers(fields, audience, settings.shaping()), mail(fields),
                settings, fields.text("start", SimulationReader::instant, now),
                Duration.ofDays(fields.number("max_days", 1, MAX_DAYS, DEFAULT_DAYS)),
                fields.number("seed", Long.MIN_VALUE, Long.MAX_VALUE, 1));
        if (!problems.isEmpty()) {
            throw new SimulationInputException(problems);
        }
        return plan;
    }

    private List<AudienceDomain> audience(InputFields fields) {
        JsonNode domains = fields.node("domains");
        if (domains == null) {
            if (!fields.has("recipients")) {
                fields.problem("", "an audience is missing: give recipients (a number) or domains (counts by domain)");
            }
            return DomainDirectory.audience(fields.number("recipients", 1, maxRecipients, 1));
        }
        if (fields.has("recipients")) {
            fields.problem("recipients", "goes without domains: the counts by domain say how many there are");
        }
        return domains(fields, fields.object("domains", domains), domains);
    }

    private List<AudienceDomain> domains(InputFields fields, InputFields named, JsonNode domains) {
        List<AudienceDomain> audience = new ArrayList<>();
        if (domains.isEmpty() || domains.size() > MAX_DOMAINS) {
            fields.problem("domains", "must name from 1 to " + MAX_DOMAINS + " domains");
            return audience;
        }
        Set<String> seen = new HashSet<>();
        domains.fieldNames().forEachRemaining(name -> {
            String domain = DomainName.parse(name).map(DomainName::toString).orElse("");
            if (domain.isEmpty()) {
                named.problem(name, "is no domain name");
            } else if (!seen.add(domain)) {
                named.problem(name, "stands there twice; give each domain once");
            } else {
                audience.add(domain(named, name, domain));
            }
        });
        if (audience.stream().mapToLong(AudienceDomain::recipients).sum() > maxRecipients) {
            fields.problem("domains", "have more than " + maxRecipients + " recipients together; simulate fewer");
        }
        return audience;
    }

    private AudienceDomain domain(InputFields named, String name, String domain) {
        JsonNode node = named.node(name);
        if (node == null || !node.isObject()) {
            return new AudienceDomain(domain, DomainDirectory.hosts(domain), named.number(name, 1, maxRecipients, 1));
        }
        InputFields fields = named.object(name, node);
        fields.allowOnly("recipients", "mx");
        if (!fields.has("recipients")) {
            fields.problem("recipients", "is missing");
        }
        return new AudienceDomain(domain, hosts(fields, domain), fields.number("recipients", 1, maxRecipients, 1));
    }

    private static List<String> hosts(InputFields fields, String domain) {
        JsonNode mx = fields.node("mx");
        if (mx == null) {
            return DomainDirectory.hosts(domain);
        }
        List<String> hosts = new ArrayList<>();
        mx.forEach(host -> DomainName.parse(host.asText()).ifPresent(name -> hosts.add(name.toString())));
        if (!mx.isArray() || hosts.isEmpty() || hosts.size() != mx.size() || hosts.size() > MAX_HOSTS) {
            fields.problem("mx", "must be a list of 1 to " + MAX_HOSTS + " host names");
            return DomainDirectory.hosts(domain);
        }
        return hosts;
    }

    private static ReceiverModels receivers(InputFields fields, List<AudienceDomain> audience,
            ShapingConfig shaping) {
        ReceiverModel others = ReceiverModel.accepting();
        Map<String, ReceiverModel> models = new HashMap<>();
        JsonNode node = fields.node("receivers");
        if (node != null) {
            InputFields named = fields.object("receivers", node);
            JsonNode any = named.node(ReceiverReader.ANY);
            others = any == null ? others : ReceiverReader.read(named.object(ReceiverReader.ANY, any), others);
            for (var entry : node.properties()) {
                models.put(entry.getKey(), ReceiverReader.read(named.object(entry.getKey(), entry.getValue()), others));
            }
            models.remove(ReceiverReader.ANY);
            requireKnown(named, models.keySet(), audience, new AudienceProviders(shaping));
        }
        return new ReceiverModels(others, models);
    }

    /** A model that nobody follows is a slip of the pen. */
    private static void requireKnown(InputFields named, Set<String> names, List<AudienceDomain> audience,
            AudienceProviders providers) {
        Set<String> known = new HashSet<>();
        audience.forEach(to -> {
            known.add(to.domain());
            known.add(providers.of(to));
        });
        names.stream().filter(name -> !known.contains(name)).sorted()
                .forEach(name -> named.problem(name, "is no domain and no provider of the audience"));
    }

    private static SimulationPlan.Mail mail(InputFields fields) {
        String tenant = fields.text("tenant", text -> Labels.ofTenant(text).tenant(), "default");
        Labels labels = fields.text("campaign", text -> new Labels(tenant, text, ""), Labels.ofTenant(tenant));
        String senderDomain = fields.text("sender_domain", text -> DomainName.parse(text).map(DomainName::toString)
                .orElseThrow(() -> new IllegalArgumentException("a domain name is expected")), "");
        return new SimulationPlan.Mail(labels, senderDomain, priority(fields),
                fields.text("message_size", SimulationReader::size, DEFAULT_SIZE));
    }

    private static ByteSize size(String text) {
        ByteSize size = ByteSize.parse(text);
        if (size.bytes() < 1 || size.bytes() > MAX_SIZE.bytes()) {
            throw new IllegalArgumentException("must lie between 1B and " + MAX_SIZE);
        }
        return size;
    }

    private static PriorityClass priority(InputFields fields) {
        return fields.text("priority", text -> switch (text) {
            case "bulk" -> PriorityClass.BULK;
            case "transactional" -> PriorityClass.TRANSACTIONAL;
            default -> throw new IllegalArgumentException("must be \"bulk\" or \"transactional\"");
        }, PriorityClass.BULK);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a time such as 2026-12-01T08:00:00Z is expected (RFC 3339)", e);
        }
    }

    private QueueAgent.Settings settings(InputFields fields) {
        QueueConfig queue = inForce.queue();
        Duration expiry = fields.duration("expiry", Duration.ofMinutes(1), Duration.ofDays(MAX_DAYS), queue.expiry());
        return new QueueAgent.Settings(
                new QueueConfig(queue.firstRetry(), queue.maxRetry(), queue.jitter(), expiry, queue.maxRecipients(),
                        queue.memory(), queue.resumeBelow(), queue.whileRecovering(), queue.seed()),
                inForce.delivery(),
                WarmUpSteps.read(fields, fields.text("shaping", SimulationReader::shaping, inForce.shaping())),
                sources(fields));
    }

    private static ShapingConfig shaping(String toml) {
        try {
            return ConfigReader.parse(SHAPING, toml, ShapingConfig.class);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(String.join("; ", e.problems().stream().map(Object::toString).toList()),
                    e);
        }
    }

    private List<LocalEndpoint> sources(InputFields fields) {
        JsonNode node = fields.node("sources");
        if (node == null) {
            return inForce.sources();
        }
        List<LocalEndpoint> sources = new ArrayList<>();
        node.forEach(name -> sources.add(new LocalEndpoint(name.asText(), null, null, "sender.invalid")));
        boolean named = sources.stream().allMatch(source -> source.name().matches("[A-Za-z0-9._-]{1,64}"));
        if (!node.isArray() || sources.isEmpty() || sources.size() > MAX_SOURCES || !named) {
            fields.problem("sources", "must be a list of 1 to " + MAX_SOURCES
                    + " names, each 1 to 64 characters of A-Z a-z 0-9 . _ -");
            return inForce.sources();
        }
        return sources;
    }
}
