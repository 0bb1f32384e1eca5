package com.penguinmails.mta.accept.http;

/**
 * What a method on a path does.
 *
 * @param path segments; one of them may be {@code {id}}
 */
record Route(String method, String path, Action action) {

    /** Does what the request asks; may block, since it runs on a virtual thread. */
    @FunctionalInterface
    interface Action {
        Answer handle(ApiRequest request) throws InterruptedException;
    }
}
