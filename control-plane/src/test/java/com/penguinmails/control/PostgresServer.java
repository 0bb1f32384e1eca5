package com.penguinmails.control;

import com.penguinmails.control.database.Database;
import com.penguinmails.control.database.DatabaseSettings;
import com.penguinmails.control.database.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One PostgreSQL for all test classes of a run; each gets a database of its own, copied from one that has the schema already. */
final class PostgresServer implements AutoCloseable {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(PostgresServer.class);

    private final Path directory;
    private final EmbeddedDatabase server;
    private final AtomicInteger databases = new AtomicInteger();

    private PostgresServer() throws IOException {
        // In memory where there is a file system for it: what is committed is forced, and a busy disk takes its time.
        Path memory = Path.of("/dev/shm");
        directory = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "control-postgres")
                : Files.createTempDirectory("control-postgres");
        server = EmbeddedDatabase.start(directory, 0);
        Database.migrate(template());
    }

    /** The server of this run, started when it is first asked for and stopped when the run ends. */
    static PostgresServer of(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent("server", _ -> {
            try {
                return new PostgresServer();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }, PostgresServer.class);
    }

    private DatabaseSettings template() {
        return server.settings(5, Duration.ofSeconds(10));
    }

    /** A new database with the schema and nothing in it, reached by its URL. */
    DatabaseSettings newDatabase() throws SQLException {
        String name = "test" + databases.incrementAndGet();
        asSuperuser("CREATE DATABASE " + name + " TEMPLATE penguin OWNER penguin");
        DatabaseSettings template = template();
        return new DatabaseSettings(template.url().replaceFirst("/penguin$", "/" + name), template.user(),
                template.password(), template.connections(), template.connectionTimeout());
    }

    private void asSuperuser(String sql) throws SQLException {
        DatabaseSettings template = template();
        try (Connection connection = DriverManager.getConnection(template.url().replaceFirst("/penguin$", "/postgres"),
                "postgres", template.password()); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Path passwordFile() {
        return directory.resolve("postgres.password");
    }

    @Override
    public void close() throws IOException {
        server.close();
        delete(directory);
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
