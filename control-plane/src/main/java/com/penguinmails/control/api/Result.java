package com.penguinmails.control.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a change is answered with.
 *
 * @param status 200, 201 or 204; the last has no body
 * @param body what the client sees
 * @param kept what a repetition of the request sees: the body without what is shown only once
 */
public record Result(int status, ObjectNode body, ObjectNode kept) {

    public static Result ok(ObjectNode body) {
        return new Result(200, body, body);
    }

    public static Result created(ObjectNode body) {
        return new Result(201, body, body);
    }

    /** Created, with a secret that is stored nowhere and so is not repeated. */
    public static Result createdWithSecret(ObjectNode kept, String member, String secret) {
        return new Result(201, kept.deepCopy().put(member, secret), kept.deepCopy().putNull(member));
    }

    public static Result done() {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        return new Result(204, nothing, nothing);
    }
}
