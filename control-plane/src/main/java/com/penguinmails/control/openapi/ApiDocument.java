package com.penguinmails.control.openapi;

import com.penguinmails.control.api.Operation;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** {@code /openapi.json} (OpenAPI 3.1) and {@code /docs}, a page that shows it; neither loads anything from elsewhere. Immutable. */
public final class ApiDocument {
    /** The page runs what this server gives it and nothing else. */
    private static final Map<String, String> PAGE_HEADERS = Map.of("Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
                    + "form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer");

    public List<Route<Operation>> routes() {
        return List.of(document("/openapi.json", "openapi.json", "application/json"),
                document("/docs", "docs.html", "text/html; charset=utf-8"),
                document("/docs/docs.js", "docs.js", "text/javascript; charset=utf-8"),
                document("/docs/docs.css", "docs.css", "text/css; charset=utf-8"));
    }

    private static Route<Operation> document(String path, String resource, String mediaType) {
        var answer = new Answer.Document(mediaType, text(resource), PAGE_HEADERS);
        return new Route<>("GET", path, new Operation.Open(() -> answer));
    }

    private static String text(String resource) {
        try (InputStream in = ApiDocument.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
