package com.penguinmails.control.database;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a database is reached.
 *
 * @param url a JDBC URL without a password
 * @param user who owns the database; null: the URL says
 * @param password null: none is needed
 * @param connections the most that are open at once
 * @param connectionTimeout how long to wait for one
 */
public record DatabaseSettings(String url, @Nullable String user, @Nullable String password, int connections,
        Duration connectionTimeout) {

    /** Without the password. */
    @Override
    public String toString() {
        return url;
    }
}
