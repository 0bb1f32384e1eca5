package com.penguinmails.control.config;

import com.penguinmails.mta.config.Between;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which PostgreSQL, 15 or later.
 *
 * @param url of an existing database, such as {@code jdbc:postgresql://db.example/penguin}; null: an embedded one in the data
 *     directory
 * @param user who owns that database; null: the URL says
 * @param passwordFile holds that user's password alone; null: none is needed
 * @param connections the most that are open at once
 * @param connectionTimeout how long a request waits for one before it is answered 503
 * @param embeddedPort of the embedded database on loopback; 0: a free one at each start
 */
public record DatabaseConfig(@Nullable String url, @Nullable String user, @Nullable Path passwordFile,
        @Between({
                "2", "1000"}) int connections,
        @Between({"250ms", "1min"}) Duration connectionTimeout,
        @Between({"0", "65535"}) int embeddedPort) {

    public DatabaseConfig {
        if (url != null && !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("url begins with jdbc:postgresql:");
        }
        if (url != null && url.toLowerCase(Locale.ROOT).contains("password=")) {
            throw new IllegalArgumentException("a password in url ends up in logs: put it into a file and name that in "
                    + "password_file");
        }
        if (url == null && (user != null || passwordFile != null)) {
            throw new IllegalArgumentException("user and password_file go with url; the embedded database has its own");
        }
    }

    /** The shipped defaults: embedded. */
    public static DatabaseConfig defaults() {
        return new DatabaseConfig(null, null, null, 10, Duration.ofSeconds(5), 0);
    }
}
