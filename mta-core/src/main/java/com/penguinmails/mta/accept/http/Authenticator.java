package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.accept.KeyRing;
import com.penguinmails.mta.accept.Sender;
import com.penguinmails.mta.accept.SubmissionPolicy;
import com.penguinmails.mta.http.Problem;
import java.net.InetAddress;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request comes from: the owner of the key in {@code Authorization: Bearer}, or, without a key, a trusted sender if it
 * comes from loopback or a Unix-domain socket and the configuration says so. A key that is wrong is never taken for none.
 */
final class Authenticator {
    static final String READ = "messages:read";
    private static final String SCHEME = "Bearer ";
    private static final Sender TRUSTED = new Sender("", "", Set.of(), Set.of(SubmissionPolicy.SCOPE, READ), false);

    private final Supplier<KeyRing> keys;
    private final boolean trustLoopback;

    Authenticator(Supplier<KeyRing> keys, boolean trustLoopback) {
        this.keys = keys;
        this.trustLoopback = trustLoopback;
    }

    /**
     * @param authorization the header field's value, or null
     * @param remote the client; loopback for a Unix-domain socket
     */
    Sender authenticate(@Nullable String authorization, InetAddress remote) {
        if (authorization == null) {
            if (trustLoopback && remote.isLoopbackAddress()) {
                return TRUSTED;
            }
            throw unauthorized("key_missing", "send a key as Authorization: Bearer pm_live_…").toException();
        }
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw unauthorized("key_missing", "only Authorization: Bearer is known").toException();
        }
        return keys.get().authenticate(authorization.substring(SCHEME.length()).strip(), remote)
                .orElseThrow(() -> unauthorized("key_invalid",
                        "the key is not known, has expired or may not be used from this address").toException());
    }

    private static Problem unauthorized(String code, String detail) {
        return Problem.of(401, code, "A valid key is needed", detail).with("WWW-Authenticate", "Bearer");
    }
}
