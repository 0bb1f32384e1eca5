package com.penguinmails.mta.node;

import com.penguinmails.mta.accept.KeyRing;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.ConfigProblem;
import com.penguinmails.mta.config.ConfigReader;
import com.penguinmails.mta.config.ControlLinkConfig;
import com.penguinmails.mta.config.NodeConfig;
import com.penguinmails.mta.config.RulePlaces;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.resolve.RouteTable;
import com.penguinmails.mta.shape.EgressSources;
import com.penguinmails.mta.time.SystemClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a node's configuration is read from.
 *
 * @param config {@code node.toml}, or null for the defaults
 * @param shaping {@code shaping.toml}, or null for the defaults
 * @param control the control plane of this process, which no file can name, or null: {@code node.toml} says
 */
public record NodeFiles(@Nullable Path config, @Nullable Path shaping, @Nullable ControlLinkConfig control) {

    /** The files say all. */
    public NodeFiles(@Nullable Path config, @Nullable Path shaping) {
        this(config, shaping, null);
    }

    /** The same files, of a node that belongs to the control plane of this process unless they name another. */
    public NodeFiles within(ControlLinkConfig link) {
        return new NodeFiles(config, shaping, link);
    }

    /** No files: the defaults, or what the caller brings. */
    public static NodeFiles none() {
        return new NodeFiles(null, null);
    }

    /**
     * Reads both, and holds them against each other.
     *
     * @throws ConfigException with the problems of both
     */
    public NodeSettings read() throws ConfigException {
        return read(true);
    }

    /**
     * Reads what is given by itself: without {@code node.toml}, nothing is known of the sources that {@code shaping.toml} names.
     *
     * @throws ConfigException with all problems
     */
    public NodeSettings check() throws ConfigException {
        return read(config != null);
    }

    private NodeSettings read(boolean sourcesKnown) throws ConfigException {
        var problems = new ArrayList<ConfigProblem>();
        NodeConfig node = read(config, NodeConfig.class, NodeConfig.defaults(), problems);
        if (config != null && problems.isEmpty()) {
            check(config, node, problems);
        }
        ShapingConfig limits = read(shaping, ShapingConfig.class, ShapingConfig.defaults(), problems);
        if (shaping != null && problems.isEmpty()) {
            problems.addAll(ShapingCheck.problems(shaping, limits, sourcesKnown ? sourceNames(node) : null));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        if (control != null && node.control().url() == null) {
            node = node.withControl(control);
        }
        return new NodeSettings(node, limits, new RulePlaces(config, shaping, limits));
    }

    /**
     * Holds limits against the sources of a node that runs: those of the file wait for its restart.
     *
     * @throws ConfigException with all problems
     */
    void requireSources(ShapingConfig limits, NodeConfig inForce) throws ConfigException {
        if (shaping != null) {
            List<ConfigProblem> problems = ShapingCheck.problems(shaping, limits, sourceNames(inForce));
            if (!problems.isEmpty()) {
                throw new ConfigException(problems);
            }
        }
    }

    /** The names of the egress sources that it has. */
    public static Set<String> sourceNames(NodeConfig node) {
        return node.sources().isEmpty() ? Set.of(EgressSources.UNNAMED) : node.sources().keySet();
    }

    private static <T extends Record> T read(@Nullable Path file, Class<T> type, T defaults,
            List<ConfigProblem> problems) {
        if (file == null) {
            return defaults;
        }
        try {
            return ConfigReader.read(file, type);
        } catch (ConfigException e) {
            problems.addAll(e.problems());
            return defaults;
        }
    }

    /** What one record cannot see: whether its values make keys, sources and routes. */
    private static void check(Path file, NodeConfig node, List<ConfigProblem> problems) {
        check(file, "keys", () -> new KeyRing(node.keys(), new SystemClock()), problems);
        check(file, "sources", () -> EgressSources.of(node.sources(), node.name()), problems);
        check(file, "routes", () -> new RouteTable(node.routes()), problems);
    }

    private static void check(Path file, String key, Supplier<?> made, List<ConfigProblem> problems) {
        try {
            var _ = made.get();
        } catch (IllegalArgumentException e) {
            problems.add(new ConfigProblem(file, 0, key, String.valueOf(e.getMessage())));
        }
    }
}
