package com.penguinmails.testkit.smtp;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link ScriptedReceiver}, each with a default: one free port of 127.0.0.1, all capabilities, every
 * message accepted but for the well-known local parts, the last 100,000 messages kept, deliveries counted by
 * recipient.
 */
public final class ReceiverBuilder {
    private static final int KEPT_MESSAGES = 100_000;
    private static final int COUNTED_RECIPIENTS = 2_000_000;

    final List<InetSocketAddress> addresses = new ArrayList<>();
    final Set<Capability> capabilities = EnumSet.allOf(Capability.class);
    Script script = Script.WELL_KNOWN;
    Keep keep = new Keep.Log(KEPT_MESSAGES);
    DeliveryCounts deliveryCounts = DeliveryCounts.exact(COUNTED_RECIPIENTS);
    @Nullable
    String countHeader;
    String hostName = "sink.test";
    List<String> tlsNames = List.of("localhost", "sink.test");
    long sizeMax = 64L << 20;
    int recipientsMax = 1000;
    int threads = 1;
    InstantSource clock = InstantSource.system();

    ReceiverBuilder() {}

    /**
     * Listens on this address too. With port 0 all such addresses share one free port, as the exchangers of a domain
     * share port 25.
     */
    @CanIgnoreReturnValue
    public ReceiverBuilder listen(InetSocketAddress address) {
        addresses.add(address);
        return this;
    }

    /** Listens on these address literals too, such as {@code 127.0.1.1} and {@code ::1}, on one free port. */
    @CanIgnoreReturnValue
    public ReceiverBuilder listen(String... literals) {
        for (String literal : literals) {
            addresses.add(new InetSocketAddress(InetAddress.ofLiteral(literal), 0));
        }
        return this;
    }

    /** Offers exactly these capabilities. */
    @CanIgnoreReturnValue
    public ReceiverBuilder capabilities(Collection<Capability> offered) {
        capabilities.clear();
        capabilities.addAll(offered);
        return this;
    }

    /** Does not offer these. */
    @CanIgnoreReturnValue
    public ReceiverBuilder without(Capability... withheld) {
        for (Capability capability : withheld) {
            capabilities.remove(capability);
        }
        return this;
    }

    /** How it behaves. */
    @CanIgnoreReturnValue
    public ReceiverBuilder script(Script script) {
        this.script = script;
        return this;
    }

    /** How it behaves: rules as text, with the well-known local parts. */
    @CanIgnoreReturnValue
    public ReceiverBuilder rules(String... rules) {
        return script(Script.of(rules));
    }

    /** What it remembers. */
    @CanIgnoreReturnValue
    public ReceiverBuilder keep(Keep keep) {
        this.keep = keep;
        return this;
    }

    /** For load: counts messages and replies, and nothing by message or recipient. */
    @CanIgnoreReturnValue
    public ReceiverBuilder countsOnly() {
        return keep(new Keep.Counts()).countDeliveries(DeliveryCounts.none());
    }

    /** Where deliveries are counted by recipient. */
    @CanIgnoreReturnValue
    public ReceiverBuilder countDeliveries(DeliveryCounts counts) {
        this.deliveryCounts = counts;
        return this;
    }

    /**
     * Counts deliveries by this header field's value and the recipient, {@code VALUE RECIPIENT}; it must stand in the
     * first 16 KiB.
     */
    @CanIgnoreReturnValue
    public ReceiverBuilder countByHeader(String fieldName) {
        this.countHeader = fieldName;
        return this;
    }

    /** The name in greeting and EHLO reply. */
    @CanIgnoreReturnValue
    public ReceiverBuilder hostName(String hostName) {
        this.hostName = hostName;
        return this;
    }

    /** The DNS names of its self-signed certificate; wildcards are not possible. */
    @CanIgnoreReturnValue
    public ReceiverBuilder tlsNames(String... names) {
        this.tlsNames = List.of(names);
        return this;
    }

    /** The largest message in bytes, offered with SIZE; 0 for no limit, then at most 64 MiB of a message are kept. */
    @CanIgnoreReturnValue
    public ReceiverBuilder sizeMax(long bytes) {
        this.sizeMax = bytes;
        return this;
    }

    /** The most recipients of one transaction; further ones get 452. */
    @CanIgnoreReturnValue
    public ReceiverBuilder recipientsMax(int recipients) {
        this.recipientsMax = recipients;
        return this;
    }

    /** Event loops. */
    @CanIgnoreReturnValue
    public ReceiverBuilder threads(int threads) {
        this.threads = threads;
        return this;
    }

    /** What greylisting and rates count time by; delays always take real time. */
    @CanIgnoreReturnValue
    public ReceiverBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /**
     * Starts the receiver.
     *
     * @throws java.io.UncheckedIOException if an address is taken or the folder to keep messages in cannot be made
     */
    public ScriptedReceiver start() {
        if (addresses.isEmpty()) {
            listen("127.0.0.1");
        }
        return ScriptedReceiver.start(this);
    }
}
