package com.penguinmails.control.database;

import com.penguinmails.control.seal.SecretFile;
import com.penguinmails.mta.time.Randomness;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of the control plane's own: its process, on loopback, with its files below one directory, which survive. One process
 * at a time may have the directory. A server that a killed process left running there is stopped first.
 *
 * <p>Started once, closed once. Files: {@code postgres} is the database, {@code postgres.log} its log, {@code postgres.password} the
 * secret that its clients need, {@code postgres-binaries} the unpacked server.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final String NAME = "penguin";
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");
    private static final Set<String> MACHINES = Set.of("x86_64", "amd64");
    private static final int PASSWORD_OCTETS = 24;

    private final FileChannel lock;
    private final Path data;
    private final EmbeddedPostgres server;
    private final String password;

    private EmbeddedDatabase(FileChannel lock, Path data, EmbeddedPostgres server, String password) {
        this.lock = lock;
        this.data = data;
        this.server = server;
        this.password = password;
    }

    /**
     * Starts it, and makes it first where there is none yet.
     *
     * @param port on loopback; 0: a free one
     * @throws DatabaseException in words for an operator
     */
    public static EmbeddedDatabase start(Path directory, int port) throws DatabaseException {
        try {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWN));
            FileChannel lock = lock(directory);
            boolean started = false;
            try {
                stopOrphan(directory.resolve("postgres"));
                String password = password(directory.resolve("postgres.password"));
                EmbeddedPostgres server = launch(directory.toAbsolutePath(), port, password);
                var database = new EmbeddedDatabase(lock, directory.resolve("postgres"), server, password);
                database.secure(directory.resolve("postgres").resolve("pg_hba.conf"));
                started = true;
                return database;
            } finally {
                if (!started) {
                    abandon(lock, directory.resolve("postgres"));
                }
            }
        } catch (IOException | IllegalStateException | SQLException e) {
            throw e instanceof DatabaseException known
                    ? known
                    : new DatabaseException("the embedded database in " + directory + " does not start: "
                            + e.getMessage() + "; its log: " + directory.resolve("postgres.log"), e);
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // This very process has it, which is told below as well.
        }
        channel.close();
        throw new DatabaseException("another process uses the data directory " + directory, new IOException("locked"));
    }

    /** Whoever holds the directory's lock has no server yet: one that runs there is left over from a process that was killed. */
    private static void stopOrphan(Path data) throws IOException {
        Optional<ProcessHandle> orphan = running(data);
        if (orphan.isPresent()) {
            LOG.warn("A server of an earlier start still runs, process {}; it is stopped", orphan.get().pid());
            // SIGTERM waits for clients to leave, and those of a process that was killed have left.
            var _ = orphan.get().destroy();
            awaitEnd(orphan.get());
        }
    }

    /** The start has failed, whether or not a server runs by now. */
    private static void abandon(FileChannel lock, Path data) throws IOException {
        try (lock) {
            running(data).ifPresent(ProcessHandle::destroy);
        }
    }

    /** The server that has the files open, by what it wrote down itself. */
    private static Optional<ProcessHandle> running(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        return Files.readAllLines(pidFile).stream().findFirst()
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip()))).filter(EmbeddedDatabase::isPostgres);
    }

    private static void awaitEnd(ProcessHandle server) throws IOException {
        try {
            var _ = server.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the database server, process " + server.pid() + ", does not end", e);
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/postgres");
    }

    private static EmbeddedPostgres launch(Path directory, int port, String password) throws IOException {
        Path binaries = directory.resolve("postgres-binaries");
        Files.createDirectories(binaries, PosixFilePermissions.asFileAttribute(OWN));
        Redirect log = Redirect.appendTo(directory.resolve("postgres.log").toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setDataDirectory(directory.resolve("postgres"))
                .setCleanDataDirectory(false).setRegisterShutdownHook(false).setPGStartupWait(START)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setPgBinaryResolver((system, machine) -> programs(binaries, machine))
                .setConnectConfig("password", password).setOutputRedirector(log).setErrorRedirector(log)
                // The library is made for tests and would not force what is committed.
                .setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100");
        if (port != 0) {
            builder.setPort(port);
        }
        EmbeddedPostgres server = builder.start();
        // The library lets everyone write where it unpacks the server's programs.
        Files.setPosixFilePermissions(binaries, OWN);
        return server;
    }

    /**
     * The packed server. Each start brings a resolver of its own, because the library remembers by resolver where it unpacked one, and
     * would give this start the programs in another one's directory.
     */
    private static InputStream programs(Path binaries, String machine) throws IOException {
        InputStream packed = MACHINES.contains(machine)
                ? EmbeddedPostgres.class.getResourceAsStream("/postgres-linux-x86_64.txz")
                : null;
        if (packed == null) {
            throw new IOException("there is no server for " + machine + " to unpack into " + binaries
                    + "; name a database by database.url");
        }
        return packed;
    }

    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            RandomGenerator random = Randomness.secure();
            var octets = new byte[PASSWORD_OCTETS];
            random.nextBytes(octets);
            SecretFile.make(file, HexFormat.of().formatHex(octets));
        }
        return Files.readString(file).strip();
    }

    /** A new database trusts everyone on this machine: from here on it asks for the password. */
    private void secure(Path rules) throws IOException, SQLException {
        if (Files.readString(rules).lines().noneMatch(line -> line.endsWith("trust"))) {
            return;
        }
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            // The password is hexadecimal, so it needs no quoting of its own.
            statement.execute("ALTER ROLE postgres PASSWORD '" + password + "'");
            statement.execute("CREATE ROLE " + NAME + " LOGIN CREATEROLE PASSWORD '" + password + "'");
            statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
            Files.writeString(rules, """
                    # Written by Penguin MTA: only from this machine, only with the password beside this directory.
                    host all all 127.0.0.1/32 scram-sha-256
                    host all all ::1/128 scram-sha-256
                    """);
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    /** How the database is reached, as its owner. */
    public DatabaseSettings settings(int connections, Duration connectionTimeout) {
        return new DatabaseSettings("jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + NAME, NAME, password,
                connections, connectionTimeout);
    }

    /** Stops the server; what was committed is on disk. */
    @Override
    public void close() {
        try (lock) {
            Optional<ProcessHandle> process = running(data);
            server.close();
            // The library asks it to end and waits only a short time.
            if (process.isPresent()) {
                awaitEnd(process.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded database does not stop", e);
        }
    }
}
