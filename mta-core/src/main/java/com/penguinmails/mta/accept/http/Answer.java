package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/** What a request is answered with. */
sealed interface Answer {

    /** A JSON document; the id of the request is put into it on its way out. */
    record Json(int status, ObjectNode body, Map<String, String> headers) implements Answer {

        static Json of(int status, ObjectNode body) {
            return new Json(status, body, Map.of());
        }

        Json with(String header, String value) {
            var all = new TreeMap<>(headers);
            all.put(header, value);
            return new Json(status, body, all);
        }
    }

    /** A stream of events, which ends when the reader or the node does. */
    record Stream(Writer writer) implements Answer {

        /** Writes until it is done; an {@link IOException} means that the reader has gone. */
        @FunctionalInterface
        interface Writer {
            void writeTo(OutputStream out) throws IOException, InterruptedException;
        }
    }
}
