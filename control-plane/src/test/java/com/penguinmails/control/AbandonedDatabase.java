package com.penguinmails.control;

import com.penguinmails.control.database.DatabaseSettings;
import com.penguinmails.control.database.EmbeddedDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;

/** A process that starts an embedded database, commits something and is gone without a word, as one that was killed. */
final class AbandonedDatabase {
    private AbandonedDatabase() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]), 0);
        DatabaseSettings settings = database.settings(1, Duration.ofSeconds(10));
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT 42 AS answer");
        }
        Runtime.getRuntime().halt(9);
    }
}
