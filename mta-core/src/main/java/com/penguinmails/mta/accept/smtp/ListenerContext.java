package com.penguinmails.mta.accept.smtp;

import com.penguinmails.mta.accept.MessageIntake;
import com.penguinmails.mta.config.SmtpConfig;
import com.penguinmails.mta.http.MemoryBudget;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What all sessions of a listener share. */
final class ListenerContext {
    private final SmtpIdentity identity;
    private final SmtpConfig config;
    private final SmtpServices services;
    private final @Nullable SslContext tls;
    private final MemoryBudget budget;
    private final BufferPool buffers = new BufferPool();
    private final MessageIntake intake;
    private final ArgumentReader arguments;

    /** @param tls for STARTTLS, or null where it is not offered */
    ListenerContext(SmtpIdentity identity, SmtpConfig config, SmtpServices services, @Nullable SslContext tls) {
        this.identity = identity;
        this.config = config;
        this.services = services;
        this.tls = tls;
        this.budget = new MemoryBudget(config.memory().bytes());
        this.intake = new MessageIntake(identity.nodeName(), config.defaultTenant(), config.maxHeader().toInt());
        this.arguments = new ArgumentReader(config.maxMessageSize().bytes(), identity.nodeName());
    }

    String nodeName() {
        return identity.nodeName();
    }

    Duration idempotencyRetention() {
        return identity.idempotencyRetention();
    }

    SmtpConfig config() {
        return config;
    }

    SmtpServices services() {
        return services;
    }

    @Nullable
    SslContext tls() {
        return tls;
    }

    MemoryBudget budget() {
        return budget;
    }

    BufferPool buffers() {
        return buffers;
    }

    MessageIntake intake() {
        return intake;
    }

    ArgumentReader arguments() {
        return arguments;
    }
}
