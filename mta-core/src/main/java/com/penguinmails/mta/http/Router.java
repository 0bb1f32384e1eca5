package com.penguinmails.mta.http;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the route of a request: 404 if no route has its path, 405 with {@code Allow} if none of these has its method. Immutable.
 *
 * @param <A> how an API puts what is done
 */
public final class Router<A> {
    private static final String ID = "{id}";

    private final List<Route<A>> routes;

    public Router(List<Route<A>> routes) {
        this.routes = List.copyOf(routes);
    }

    /** A route and what stands for {@code {id}} in the path; empty for none. */
    public record Match<A>(Route<A> route, String id) {}

    /** What is done there; empty where nothing is. */
    public Optional<A> find(String method, String path) {
        return routes.stream().filter(route -> route.method().equals(method) && id(route.path(), path).isPresent())
                .findFirst().map(Route::action);
    }

    /** What is done there; 404 or 405 where nothing is. */
    public Match<A> match(String method, String path) {
        var allowed = new TreeSet<String>();
        for (Route<A> route : routes) {
            Optional<String> id = id(route.path(), path);
            if (id.isPresent() && route.method().equals(method)) {
                return new Match<>(route, id.get());
            }
            id.ifPresent(_ -> allowed.add(route.method()));
        }
        if (allowed.isEmpty()) {
            throw Problem.notFound("no resource has this path").closing().toException();
        }
        String allow = String.join(", ", allowed);
        throw Problem.of(405, "method_not_allowed", "This method is not for this resource", "it takes " + allow)
                .with("Allow", allow).closing().toException();
    }

    private static Optional<String> id(String pattern, String path) {
        String[] expected = pattern.split("/", -1);
        String[] given = path.split("/", -1);
        if (expected.length != given.length) {
            return Optional.empty();
        }
        String id = "";
        for (int i = 0; i < expected.length; i++) {
            if (expected[i].equals(ID) && !given[i].isEmpty()) {
                id = given[i];
            } else if (!expected[i].equals(given[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(id);
    }
}
