package com.penguinmails.mta.node;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.penguinmails.mta.accept.Admission;
import com.penguinmails.mta.accept.KeyRing;
import com.penguinmails.mta.admin.NodeControl;
import com.penguinmails.mta.compose.MailComposer;
import com.penguinmails.mta.compose.SigningKeys;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.NodeConfig;
import com.penguinmails.mta.config.RulePlaces;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.control.ControlLink;
import com.penguinmails.mta.control.DecidedAdmission;
import com.penguinmails.mta.control.DecidedShaping;
import com.penguinmails.mta.control.Decisions;
import com.penguinmails.mta.control.DecisionsException;
import com.penguinmails.mta.schedule.QueueAgent;
import com.penguinmails.mta.schedule.QueueProxy;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.shape.Suspension;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.spool.SpoolHealth;
import com.penguinmails.mta.time.Clock;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The configuration in force, and how it changes while the node runs: keys, signing keys and limits at once, the rest at the
 * next start. A file with a problem changes nothing. What the control plane decides stands beside what the files say. Thread-safe.
 */
final class NodeReload implements NodeControl, ControlLink.Target {
    private static final Set<String> LIVE = Set.of("keys", "dkim");
    private static final Duration QUEUE_TIME = Duration.ofSeconds(30);

    private final NodeFiles files;
    private final SigningKeyLoader signing;
    private final MailComposer composer;
    private final QueueProxy queue;
    private final Spool spool;
    private final Clock clock;
    private final DecidedAdmission admission = new DecidedAdmission();
    private volatile NodeSettings settings;
    private volatile KeyRing keys;
    private ShapingConfig fileShaping;
    private KeyRing fileKeys;
    private Decisions decisions = Decisions.none();

    NodeReload(NodeSettings settings, NodeFiles files, SigningKeyLoader signing, NodeDelivery delivery, Spool spool,
            Clock clock) {
        this.settings = settings;
        this.files = files;
        this.signing = signing;
        this.composer = delivery.composer();
        this.queue = delivery.queue();
        this.spool = spool;
        this.clock = clock;
        this.fileShaping = settings.shaping();
        this.fileKeys = new KeyRing(settings.config().keys(), clock);
        this.keys = fileKeys;
    }

    KeyRing keys() {
        return keys;
    }

    /** What the control plane lets in. */
    Admission admission() {
        return admission;
    }

    @Override
    public long queued() {
        return queue.queuedRecipients();
    }

    @Override
    public synchronized Runnable prepare(Decisions decided) throws DecisionsException {
        try {
            KeyRing ring = fileKeys.with(decided.keys());
            ShapingConfig shaping = DecidedShaping.with(fileShaping, decided);
            return () -> hold(decided, ring, shaping);
        } catch (IllegalArgumentException e) {
            throw new DecisionsException("it cannot be held beside this node's own files: " + e.getMessage(), e);
        }
    }

    /** What can fail goes first; what was told to the queue before a failure is told again with the next try. */
    private synchronized void hold(Decisions decided, KeyRing ring, ShapingConfig shaping) {
        if (!shaping.equals(settings.shaping())) {
            require(queue.reload(shaping));
        }
        suspend(DecidedShaping.suspensions(decided, clock.millis()));
        settings = new NodeSettings(settings.config(), shaping, settings.places());
        decisions = decided;
        admission.use(decided);
        keys = ring;
    }

    private void suspend(Map<String, Suspension> wanted) {
        Map<String, Suspension> missing = new HashMap<>(wanted);
        for (StandingOrder order : require(queue.orders())) {
            if (order instanceof Suspension held && DecidedShaping.isDecided(held)) {
                if (held.equals(wanted.get(held.id()))) {
                    missing.remove(held.id());
                } else if (!wanted.containsKey(held.id())) {
                    var _ = require(queue.takeBack(held));
                }
            }
        }
        missing.values().forEach(suspension -> require(queue.suspend(suspension)));
    }

    @CanIgnoreReturnValue
    private static <T> T require(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture().get(QUEUE_TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the node is stopping", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the queue has not taken it: " + e.getMessage(), e);
        }
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
        NodeSettings read = files.config() == null && files.shaping() == null
                ? new NodeSettings(settings.config(), fileShaping, settings.places())
                : files.read();
        files.requireSources(read.shaping(), settings.config());
        KeyRing newKeys = new KeyRing(read.config().keys(), clock);
        ShapingConfig shaping = DecidedShaping.with(read.shaping(), decisions);
        SigningKeys newSigning = signing.load(read.config().dkim(), files);
        composer.useKeys(newSigning);
        fileKeys = newKeys;
        keys = newKeys.with(decisions.keys());
        var _ = queue.reload(shaping).toCompletableFuture().join();
        List<String> applied = new ArrayList<>();
        List<String> needRestart = new ArrayList<>();
        compare(settings.config(), read.config(), applied, needRestart);
        if (!fileShaping.equals(read.shaping())) {
            applied.add("shaping");
        }
        fileShaping = read.shaping();
        settings = new NodeSettings(inForce(settings.config(), read.config()), shaping, read.places());
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
                old.events(), old.control());
    }

    private static @Nullable Object value(RecordComponent component, NodeConfig config) {
        try {
            return component.getAccessor().invoke(config);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component.getName(), e);
        }
    }
}
