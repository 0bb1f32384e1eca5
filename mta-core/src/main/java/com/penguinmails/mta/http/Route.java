package com.penguinmails.mta.http;

/**
 * What a method on a path does.
 *
 * @param <A> how an API puts what is done
 * @param path segments; one of them may be {@code {id}}
 */
public record Route<A>(String method, String path, A action) {}
