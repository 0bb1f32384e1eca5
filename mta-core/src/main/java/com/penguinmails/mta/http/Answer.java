package com.penguinmails.mta.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/** What a request is answered with. */
public sealed interface Answer {

    /** A JSON document; the id of the request is put into it on its way out. */
    record Json(int status, ObjectNode body, Map<String, String> headers) implements Answer {

        public static Json of(int status, ObjectNode body) {
            return new Json(status, body, Map.of());
        }

        public Json with(String header, String value) {
            var all = new TreeMap<>(headers);
            all.put(header, value);
            return new Json(status, body, all);
        }
    }

    /** Done, and nothing to say about it (204). */
    record Empty() implements Answer {}

    /** A document that is no answer of the API's own, such as a page; it goes out as it is. */
    record Document(String mediaType, String text, Map<String, String> headers) implements Answer {}

    /** Lines or events, which end when the reader or the process does. */
    record Stream(String mediaType, Writer writer) implements Answer {

        /** Server-sent events. */
        public static Stream ofEvents(Writer writer) {
            return new Stream("text/event-stream", writer);
        }

        /** Writes until it is done; an {@link IOException} means that the reader has gone. */
        @FunctionalInterface
        public interface Writer {
            void writeTo(OutputStream out) throws IOException, InterruptedException;
        }
    }
}
