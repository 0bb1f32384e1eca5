package com.penguinmails.control.audit;

import com.penguinmails.control.api.ControlRequest;

/**
 * Who changes something.
 *
 * @param actor the id of a key, or {@code system}
 * @param address where the request came from; empty for the system
 * @param requestId of the request; empty for the system
 */
public record Author(String actor, String address, String requestId) {
    /** The control plane itself. */
    public static final Author SYSTEM = new Author("system", "", "");

    public static Author of(ControlRequest request) {
        return new Author(request.caller().keyId(), request.remote().getHostAddress(), request.requestId());
    }
}
