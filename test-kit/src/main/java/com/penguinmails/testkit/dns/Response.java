package com.penguinmails.testkit.dns;

import java.time.Duration;

/** The bytes of a response and how long to hold them back. */
final class Response {
    private final byte[] wire;
    private final Duration delay;

    Response(byte[] wire, Duration delay) {
        this.wire = wire;
        this.delay = delay;
    }

    static Response now(byte[] wire) {
        return new Response(wire, Duration.ZERO);
    }

    byte[] wire() {
        return wire;
    }

    Duration delay() {
        return delay;
    }
}
