package com.penguinmails.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.control.database.DatabaseSettings;
import com.penguinmails.control.database.EmbeddedDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    @TempDir
    private Path directory;

    @Test
    void whatAKilledProcessCommittedIsThereAndItsServerMakesWay() throws Exception {
        Process killed = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), AbandonedDatabase.class.getName(), directory.toString())
                .redirectErrorStream(true).redirectOutput(directory.resolve("killed.log").toFile()).start();
        assertThat(killed.waitFor()).as(Files.readString(directory.resolve("killed.log"))).isEqualTo(9);

        try (EmbeddedDatabase next = EmbeddedDatabase.start(directory, 0)) {
            assertThat(query(settings(next), "SELECT answer FROM kept")).isEqualTo("42");
            assertThat(query(settings(next), "SHOW fsync")).isEqualTo("on");
            assertThat(query(settings(next), "SHOW synchronous_commit")).isEqualTo("on");
            var wrong = new DatabaseSettings(settings(next).url(), "penguin", "guess", 1, Duration.ofSeconds(5));
            assertThatThrownBy(() -> query(wrong, "SELECT 1")).hasMessageContaining("password");
            assertThatThrownBy(() -> EmbeddedDatabase.start(directory, 0)).hasMessageContaining("another process uses");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("postgres.password"))))
                .isEqualTo("rw-------");
    }

    private static DatabaseSettings settings(EmbeddedDatabase database) {
        return database.settings(2, Duration.ofSeconds(5));
    }

    private static String query(DatabaseSettings settings, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
