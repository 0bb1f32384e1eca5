package com.penguinmails.mta.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All of {@code node.toml}.
 *
 * @param name the node's own host name, given in {@code 220}, {@code Received} and, unless a source says otherwise, EHLO; empty:
 *     the system's
 * @param dataDirectory where the spool and the event log live
 * @param smtp the submission listener
 * @param http the local API
 * @param admin the config and metrics port
 * @param spool durability and disk
 * @param queue retries, expiry and bounds of the queue
 * @param dns the resolver
 * @param delivery the outgoing conversation
 * @param sources egress sources by name
 * @param dkim signing keys
 * @param keys API keys and SMTP credentials
 * @param routes where mail for some domains goes instead of to their mail exchangers
 * @param events the event log
 * @param control the control plane that the node belongs to
 */
public record NodeConfig(String name, Path dataDirectory, SmtpConfig smtp, HttpConfig http, AdminConfig admin,
        SpoolConfig spool, QueueConfig queue, DnsConfig dns, DeliveryConfig delivery, Map<String, SourceConfig> sources,
        List<DkimKeyConfig> dkim, List<KeyConfig> keys, List<RouteConfig> routes,
        EventsConfig events, ControlLinkConfig control) {

    public NodeConfig {
        sources = InOrder.copyOf(sources);
        dkim = List.copyOf(dkim);
        keys = List.copyOf(keys);
        routes = List.copyOf(routes);
    }

    /** The shipped defaults. */
    public static NodeConfig defaults() {
        return new NodeConfig("", Path.of("data"), SmtpConfig.defaults(), HttpConfig.defaults(), AdminConfig.defaults(),
                SpoolConfig.defaults(), QueueConfig.defaults(), DnsConfig.defaults(), DeliveryConfig.defaults(),
                Map.of(), List.of(), List.of(), List.of(), EventsConfig.defaults(),
                ControlLinkConfig.defaults());
    }

    /** The same with another control plane. */
    public NodeConfig withControl(ControlLinkConfig other) {
        return new NodeConfig(name, dataDirectory, smtp, http, admin, spool, queue, dns, delivery, sources, dkim, keys,
                routes, events, other);
    }
}
