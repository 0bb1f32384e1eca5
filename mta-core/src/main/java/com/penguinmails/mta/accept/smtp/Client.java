package com.penguinmails.mta.accept.smtp;

import com.penguinmails.mta.accept.Sender;
import java.net.InetAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is at the other end and what it may do, as far as it is known. For one session. */
final class Client {
    private static final Set<String> TRUSTED_SCOPES = Set.of("messages:send");

    private final InetAddress address;
    private final boolean trusted;
    private String name = "";
    private boolean extended;
    private boolean secure;
    private boolean authenticated;
    private @Nullable Sender sender;

    /** @param trustLoopback whether a client on loopback may submit without a key */
    Client(InetAddress address, boolean trustLoopback) {
        this.address = address;
        this.trusted = trustLoopback && address.isLoopbackAddress();
        forget();
    }

    /** It said EHLO or HELO. */
    void greeted(String newName, boolean newExtended) {
        name = newName;
        extended = newExtended;
    }

    /** TLS is on: all that was said before, in clear text, counts for nothing (RFC 3207 §4.2). */
    void secured() {
        secure = true;
        forget();
    }

    void authenticated(Sender newSender) {
        authenticated = true;
        sender = newSender;
    }

    /** Its key holds no more: it must authenticate again. */
    void deauthenticated() {
        authenticated = false;
        sender = null;
    }

    private void forget() {
        name = "";
        extended = false;
        authenticated = false;
        sender = trusted ? new Sender("", "", Set.of(), TRUSTED_SCOPES, false) : null;
    }

    InetAddress address() {
        return address;
    }

    boolean hasGreeted() {
        return !name.isEmpty();
    }

    /** Whether it said EHLO, not HELO. */
    boolean isExtended() {
        return extended;
    }

    boolean isSecure() {
        return secure;
    }

    boolean isAuthenticated() {
        return authenticated;
    }

    /** Whether credentials may be said: over TLS, or where no wire is. */
    boolean mayAuthenticate() {
        return secure || address.isLoopbackAddress();
    }

    /** Whom its mail is from, or null as long as it must authenticate. */
    @Nullable
    Sender sender() {
        return sender;
    }

    String name() {
        return name;
    }
}
