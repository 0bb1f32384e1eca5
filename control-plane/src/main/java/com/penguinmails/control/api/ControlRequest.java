package com.penguinmails.control.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.http.HttpRequest;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.message.Base32Id;
import java.util.ArrayList;
import java.util.List;

/** A request that was authenticated, routed and found to be within its key's scopes. For one thread. */
public final class ControlRequest extends HttpRequest {
    private static final int MAX_PARAMETER = 255;

    private final Caller caller;
    private final ObjectNode body;

    ControlRequest(HttpRequest request, Caller caller, String id, ObjectNode body) {
        super(request, id);
        this.caller = caller;
        this.body = body;
    }

    public Caller caller() {
        return caller;
    }

    /** The body's object; an empty one where there is no body. */
    public ObjectNode json() {
        return body;
    }

    /** The fields of the body. */
    public JsonFields fields() {
        return new JsonFields(body, "", new ArrayList<>());
    }

    /** 422 if there is anything in the body. */
    public void requireNothing() {
        fields().finish();
    }

    /** The value of a query parameter, or empty where it is absent; 400 if it is there twice, or longer or stranger than any id. */
    public String single(String name) {
        List<String> values = queries(name);
        if (values.size() > 1) {
            throw Problem.badRequest("parameter_repeated", name + " may be given once").toException();
        }
        String value = values.isEmpty() ? "" : values.getFirst();
        if (value.length() > MAX_PARAMETER || value.codePoints().anyMatch(Words::isRefused)) {
            throw Problem.badRequest("parameter_invalid",
                    name + " has at most " + MAX_PARAMETER + " characters, none of them a control character")
                    .toException();
        }
        return value;
    }

    /** The id in the path; 404 where it cannot be one of this kind. */
    public String id(String prefix, String what) {
        if (!Base32Id.isOne(prefix, id())) {
            throw notFound(what).toException();
        }
        return id();
    }

    /** 404: there is none with the id in the path, as far as this caller may see. */
    public Problem notFound(String what) {
        return Problem.notFound("no " + what + " has the id in the path");
    }
}
