package com.penguinmails.control.api;

import com.penguinmails.mta.accept.ApiKey;
import java.net.InetAddress;
import java.util.Optional;

/** Knows the owners of keys. Thread-safe. */
@FunctionalInterface
public interface KeyCheck {

    /**
     * Whom a presented key stands for, or empty when it is not known, was revoked, has expired or may not be used from there. Which
     * of these it is, the one who presents it is not told.
     */
    Optional<Caller> find(ApiKey presented, InetAddress remote);

    /** One that asks the other for keys that it does not know. */
    default KeyCheck or(KeyCheck other) {
        return (presented, remote) -> find(presented, remote).or(() -> other.find(presented, remote));
    }
}
