package com.penguinmails.mta.deliver;

import com.penguinmails.mta.message.Reply;
import com.penguinmails.mta.outcome.Failure;

/**
 * From the greeting to a session that can take mail (RFC 5321 §3.1, §3.2; RFC 3207). The law:
 *
 * <pre>
 * greeting 220 → EHLO
 * EHLO     250 → STARTTLS, where TLS is wanted, offered and not yet there; else open
 *          500, 501, 502, 504 → HELO, unless TLS is required or there
 * HELO     250 → open, with no capabilities
 * STARTTLS 220 → handshake → EHLO; what the receiver offered in clear text is forgotten
 *          4xx, 5xx → open in clear text, unless TLS is required
 * </pre>
 *
 * <p>Any other reply ends the session, and so does a handshake that fails: a session never falls back to clear text once TLS was
 * begun, only a new one may. It never goes back to the greeting and says STARTTLS at most once.
 */
final class Opening {
    private final SessionSettings settings;
    private final CommandPipeline pipeline;
    private final Host host;
    private Capabilities capabilities = Capabilities.none();
    private boolean secured;

    /** What the opening moves; the session. */
    interface Host {
        void opened(Capabilities capabilities);

        void refused(AwaitedReply due, Reply reply);

        void fail(Failure failure);

        /** Begins the handshake; its success comes back by {@link Opening#secured}. */
        void secure();
    }

    Opening(SessionSettings settings, CommandPipeline pipeline, Host host) {
        this.settings = settings;
        this.pipeline = pipeline;
        this.host = host;
    }

    void begin() {
        pipeline.expect(AwaitedReply.Opening.GREETING);
    }

    void onReply(AwaitedReply.Opening due, Reply reply) {
        switch (due) {
            case GREETING -> greeted(reply);
            case EHLO -> ehloAnswered(reply);
            case HELO -> heloAnswered(reply);
            case STARTTLS -> startTlsAnswered(reply);
        }
    }

    /** The handshake is done. */
    void secured() {
        secured = true;
        capabilities = Capabilities.none();
        sayEhlo();
    }

    private void greeted(Reply reply) {
        if (reply.code() == 220) {
            sayEhlo();
        } else {
            refuse(AwaitedReply.Opening.GREETING, reply);
        }
    }

    private void sayEhlo() {
        pipeline.send("EHLO " + settings.ehloName(), AwaitedReply.Opening.EHLO);
    }

    private void ehloAnswered(Reply reply) {
        if (reply.code() == 250) {
            capabilities = Capabilities.of(reply);
            chooseSecurity();
        } else if (isUnknownCommand(reply) && !secured && settings.tls() != TlsUse.REQUIRED) {
            pipeline.send("HELO " + settings.ehloName(), AwaitedReply.Opening.HELO);
        } else {
            refuse(AwaitedReply.Opening.EHLO, reply);
        }
    }

    private static boolean isUnknownCommand(Reply reply) {
        return switch (reply.code()) {
            case 500, 501, 502, 504 -> true;
            default -> false;
        };
    }

    private void heloAnswered(Reply reply) {
        if (reply.code() == 250) {
            host.opened(Capabilities.none());
        } else {
            refuse(AwaitedReply.Opening.HELO, reply);
        }
    }

    private void chooseSecurity() {
        if (secured || settings.tls() == TlsUse.OFF) {
            open();
        } else if (capabilities.startTls()) {
            pipeline.send("STARTTLS", AwaitedReply.Opening.STARTTLS);
        } else if (settings.tls() == TlsUse.REQUIRED) {
            host.fail(new Failure.TlsFailed("it is required and STARTTLS is not offered"));
        } else {
            open();
        }
    }

    private void startTlsAnswered(Reply reply) {
        if (reply.code() == 220) {
            host.secure();
        } else if (!reply.isPositive() && settings.tls() == TlsUse.OPPORTUNISTIC) {
            open();
        } else {
            refuse(AwaitedReply.Opening.STARTTLS, reply);
        }
    }

    private void open() {
        host.opened(settings.chunking() ? capabilities : capabilities.withoutChunking());
    }

    private void refuse(AwaitedReply.Opening due, Reply reply) {
        if (reply.isPositive()) {
            host.fail(new Failure.ProtocolError("it was answered " + reply.code()));
        } else {
            host.refused(due, reply);
        }
    }
}
