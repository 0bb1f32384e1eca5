package com.penguinmails.testkit.smtp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What all sessions of a receiver share. Thread-safe. */
final class SessionServices {
    private static final int KEPT_CONTENT_MAX = 64 << 20;
    private static final int HEADER_MAX = 16 << 10;

    private final Set<Capability> capabilities;
    private final MessageKeeper keeper;
    private final Tally tally = new Tally();
    private final DeliveryCounts deliveryCounts;
    private final @Nullable String countHeader;
    private final InstantSource clock;
    private final long sizeMax;
    private final int recipientsMax;
    private final Reply greeting;
    private final Reply helo;
    private final Reply ehlo;
    private final Reply ehloUnderTls;
    private final List<String> tlsNames;
    private volatile RunningScript script;

    @GuardedBy("this")
    private @Nullable TlsIdentity tls;

    SessionServices(ReceiverBuilder settings) {
        this.capabilities = Set.copyOf(settings.capabilities);
        this.keeper = new MessageKeeper(settings.keep);
        this.deliveryCounts = settings.deliveryCounts;
        this.countHeader = settings.countHeader;
        this.clock = settings.clock;
        this.sizeMax = settings.sizeMax;
        this.recipientsMax = settings.recipientsMax;
        this.greeting = Reply.of("220 " + settings.hostName + " ESMTP");
        this.helo = Reply.of("250 " + settings.hostName);
        this.ehlo = ehlo(settings, false);
        this.ehloUnderTls = ehlo(settings, true);
        this.tlsNames = settings.tlsNames;
        this.script = new RunningScript(settings.script, clock);
    }

    boolean offers(Capability capability) {
        return capabilities.contains(capability);
    }

    Tally tally() {
        return tally;
    }

    MessageKeeper keeper() {
        return keeper;
    }

    DeliveryCounts deliveryCounts() {
        return deliveryCounts;
    }

    RunningScript script() {
        return script;
    }

    void run(Script next) {
        script = new RunningScript(next, clock);
    }

    /** Made when first asked for: it takes some hundred milliseconds, which most receivers never need. */
    synchronized TlsIdentity tls() {
        if (tls == null) {
            tls = TlsIdentity.selfSigned(tlsNames);
        }
        return tls;
    }

    int recipientsMax() {
        return recipientsMax;
    }

    boolean isTooLarge(long declaredSize) {
        return sizeMax > 0 && declaredSize > sizeMax;
    }

    Reply greeting() {
        return greeting;
    }

    Reply helo() {
        return helo;
    }

    Reply ehlo(boolean underTls) {
        return underTls ? ehloUnderTls : ehlo;
    }

    ContentBuffer newContentBuffer() {
        int keepMax = keeper.needsContent()
                ? (int) Math.min(KEPT_CONTENT_MAX, sizeMax > 0 ? sizeMax : KEPT_CONTENT_MAX)
                : countHeader == null ? 0 : HEADER_MAX;
        return new ContentBuffer(keepMax, sizeMax);
    }

    /** Counts and keeps an accepted message. */
    void accept(ConnectionInfo connection, int number, Transaction transaction) {
        ReceivedMessage.LineEndings endings = transaction.lineEndings();
        if (keeper.needsContent()) {
            keeper.add(new ReceivedMessage(connection, number, transaction.envelope(), transaction.content().kept(),
                    endings, clock.instant()));
        }
        String prefix = countHeader == null ? "" : headerValue(transaction.content().kept(), countHeader) + " ";
        for (String recipient : transaction.addresses()) {
            deliveryCounts.add(prefix + recipient);
        }
        tally.accepted(transaction.addresses().size(), transaction.content().size(), endings.bareCr(),
                endings.bareLf());
    }

    private static String headerValue(byte[] content, String name) {
        String text = new String(content, 0, Math.min(content.length, HEADER_MAX), StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String header = "\r\n" + (end < 0 ? text : text.substring(0, end)) + "\r\n";
        String lower = header.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("\r\n" + name.toLowerCase(Locale.ROOT) + ":");
        return at < 0 ? "" : header.substring(at + name.length() + 3, header.indexOf("\r\n", at + 2)).strip();
    }

    private static Reply ehlo(ReceiverBuilder settings, boolean underTls) {
        StringJoiner lines = new StringJoiner("\n", "250 ", "");
        lines.add(settings.hostName);
        for (Capability capability : settings.capabilities) {
            boolean offered = switch (capability) {
                case STARTTLS -> !underTls;
                case REQUIRETLS -> underTls;
                default -> true;
            };
            if (offered) {
                boolean sized = capability == Capability.SIZE && settings.sizeMax > 0;
                lines.add(capability.keyword() + (sized ? " " + settings.sizeMax : ""));
            }
        }
        return Reply.of(lines.toString());
    }
}
