package com.penguinmails.mta.config;

import java.net.InetSocketAddress;

/**
 * Where to listen or to connect; in configuration {@code "127.0.0.1:2525"} or {@code "[::1]:2525"}. Port 0 asks the system for a
 * free one.
 *
 * @param host an address or a name, without brackets
 * @param port 0 to 65,535
 */
public record Endpoint(String host, int port) {

    public Endpoint {
        if (host.isEmpty() || port < 0 || port > 65_535) {
            throw new IllegalArgumentException("an endpoint has a host and a port from 0 to 65535");
        }
    }

    /** @throws IllegalArgumentException if the text is not of the form above */
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[") && colon > 0 && text.charAt(colon - 1) == ']';
        if (colon < 1 || (!bracketed && text.indexOf(':') != colon)) {
            throw new IllegalArgumentException("an endpoint such as \"127.0.0.1:2525\" or \"[::1]:2525\" is expected");
        }
        String host = bracketed ? text.substring(1, colon - 1) : text.substring(0, colon);
        try {
            return new Endpoint(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the port of an endpoint is a number", e);
        }
    }

    /** For binding; the name is looked up. */
    public InetSocketAddress toSocketAddress() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
