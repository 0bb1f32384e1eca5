package com.penguinmails.mta.node;

import com.penguinmails.mta.config.NodeConfig;
import com.penguinmails.mta.config.RulePlaces;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.schedule.QueueAgent;
import com.penguinmails.mta.shape.EgressSources;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The configuration of one node.
 *
 * @param config {@code node.toml}
 * @param shaping {@code shaping.toml}
 * @param places where the rules of both stand
 */
public record NodeSettings(NodeConfig config, ShapingConfig shaping, RulePlaces places) {

    /** That no file gave. */
    public NodeSettings(NodeConfig config, ShapingConfig shaping) {
        this(config, shaping, RulePlaces.none());
    }

    /** The node's host name: as configured, else the system's. */
    public String nodeName() {
        if (!config.name().isEmpty()) {
            return config.name();
        }
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** What the queue works by. */
    public QueueAgent.Settings queueSettings() {
        return new QueueAgent.Settings(config.queue(), config.delivery(), shaping,
                EgressSources.of(config.sources(), nodeName()));
    }
}
