package com.penguinmails.mta.http;

/**
 * What is wrong with one field of a message or a job.
 *
 * @param pointer the place as a JSON Pointer (RFC 6901) into the document, such as {@code /to/0}; empty for the whole of it
 * @param code a stable word, such as {@code address_invalid}
 * @param detail the limit and how to mend it, for people; holds no secrets
 */
public record FieldProblem(String pointer, String code, String detail) {

    /** The same problem in a larger document, in which this one stands at {@code prefix}. */
    public FieldProblem within(String prefix) {
        return new FieldProblem(prefix + pointer, code, detail);
    }
}
