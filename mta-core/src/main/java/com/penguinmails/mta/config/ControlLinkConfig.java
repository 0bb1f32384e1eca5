package com.penguinmails.mta.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The control plane that a node belongs to.
 *
 * @param url of its API, such as {@code https://control.example.com}; null: the node belongs to none
 * @param tokenFile holds the one-time token that the node registers with; needed until it is registered
 * @param allowHttp whether http is allowed to other hosts than this one, where the network itself is safe
 * @param heartbeat how often the node says how it is
 */
public record ControlLinkConfig(@Nullable String url, @Nullable Path tokenFile, boolean allowHttp,
        @Between({
                "1s", "5min"}) Duration heartbeat) {

    /** @throws IllegalArgumentException naming what is wrong with the URL */
    public ControlLinkConfig {
        if (url != null) {
            requireUrl(url, allowHttp);
        }
    }

    /** The shipped defaults: a node by itself. */
    public static ControlLinkConfig defaults() {
        return new ControlLinkConfig(null, null, false, Duration.ofSeconds(5));
    }

    private static void requireUrl(String url, boolean allowHttp) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("url is a URL such as \"https://control.example.com\"", e);
        }
        String scheme = String.valueOf(uri.getScheme());
        if (uri.getHost() == null || !scheme.equals("https") && !scheme.equals("http") || uri.getUserInfo() != null
                || uri.getQuery() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("url is a URL such as \"https://control.example.com\"");
        }
        if (scheme.equals("http") && !allowHttp && !isHere(uri.getHost())) {
            throw new IllegalArgumentException("url: over http the node's credential could be read on the way; use "
                    + "https, or allow_http = true where the network itself is safe");
        }
    }

    private static boolean isHere(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
