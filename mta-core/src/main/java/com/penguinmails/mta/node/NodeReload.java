package com.penguinmails.mta.node;

import com.penguinmails.mta.accept.KeyRing;
import com.penguinmails.mta.admin.NodeControl;
import com.penguinmails.mta.compose.MailComposer;
import com.penguinmails.mta.compose.SigningKeys;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.NodeConfig;
import com.penguinmails.mta.config.RulePlaces;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.schedule.QueueAgent;
import com.penguinmails.mta.schedule.QueueProxy;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.spool.SpoolHealth;
import com.penguinmails.mta.time.Clock;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration in force, and how it changes while the node runs: keys, signing keys and limits at once, the rest at the
 * next start. A file with a problem changes nothing. Thread-safe.
 */
final class NodeReload implements NodeControl {
    private static final Set<String> LIVE = Set.of("keys", "dkim");

    private final NodeFiles files;
    private final SigningKeyLoader signing;
    private final MailComposer composer;
    private final QueueProxy queue;
    private final Spool spool;
    private final Clock clock;
    private volatile NodeSettings settings;
    private volatile KeyRing keys;

    NodeReload(NodeSettings settings, NodeFiles files, SigningKeyLoader signing, NodeDelivery delivery, Spool spool,
            Clock clock) {
        this.settings = settings;
        this.files = files;
        this.signing = signing;
        this.composer = delivery.composer();
        this.queue = delivery.queue();
        this.spool = spool;
        this.clock = clock;
        this.keys = new KeyRing(settings.config().keys(), clock);
    }

    KeyRing keys() {
        return keys;
    }

    @Override
    public NodeConfig config() {
        return settings.config();
    }

    @Override
    public ShapingConfig shaping() {
        return settings.shaping();
    }

    @Override
    public RulePlaces places() {
        return settings.places();
    }

    @Override
    public QueueAgent.Settings queueSettings() {
        return settings.queueSettings();
    }

    @Override
    public List<String> notReady() {
        List<String> reasons = new ArrayList<>(queue.refusals());
        SpoolHealth health = spool.health();
        if (!health.accepting()) {
            reasons.addFirst(health.reason());
        }
        return reasons;
    }

    @Override
    public int restoredPercent() {
        return queue.restoredPercent();
    }

    @Override
    public synchronized ReloadResult reload() throws ConfigException {
        NodeSettings read = files.config() == null && files.shaping() == null ? settings : files.read();
        files.requireSources(read.shaping(), settings.config());
        KeyRing newKeys = new KeyRing(read.config().keys(), clock);
        SigningKeys newSigning = signing.load(read.config().dkim(), files);
        composer.useKeys(newSigning);
        keys = newKeys;
        var _ = queue.reload(read.shaping()).toCompletableFuture().join();
        List<String> applied = new ArrayList<>();
        List<String> needRestart = new ArrayList<>();
        compare(settings.config(), read.config(), applied, needRestart);
        if (!settings.shaping().equals(read.shaping())) {
            applied.add("shaping");
        }
        settings = new NodeSettings(inForce(settings.config(), read.config()), read.shaping(),
                read.places());
        return new ReloadResult(applied, needRestart);
    }

    private static void compare(NodeConfig old, NodeConfig read, List<String> applied, List<String> needRestart) {
        for (RecordComponent component : NodeConfig.class.getRecordComponents()) {
            if (!Objects.equals(value(component, old), value(component, read))) {
                (LIVE.contains(component.getName()) ? applied : needRestart).add(component.getName());
            }
        }
    }

    /** What really holds: the old configuration with the parts that change while the node runs. */
    private static NodeConfig inForce(NodeConfig old, NodeConfig read) {
        return new NodeConfig(old.name(), old.dataDirectory(), old.smtp(), old.http(), old.admin(), old.spool(),
                old.queue(),
                old.dns(), old.delivery(), old.sources(), read.dkim(), read.keys(), old.routes(),
                old.events());
    }

    private static @Nullable Object value(RecordComponent component, NodeConfig config) {
        try {
            return component.getAccessor().invoke(config);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component.getName(), e);
        }
    }
}
