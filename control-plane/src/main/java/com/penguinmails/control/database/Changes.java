package com.penguinmails.control.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes those who wait for a commit, whichever process made it: PostgreSQL's NOTIFY, heard on one connection for all that wait. A
 * connection that breaks is made anew, and then everybody looks once, since something may have been missed. Thread-safe; who waits may
 * be a virtual thread.
 */
public final class Changes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
    private static final String CHANNEL = "penguin_changes";
    private static final int LISTEN_MILLIS = 10_000;
    private static final Duration BEFORE_ANOTHER = Duration.ofSeconds(1);

    private final DatabaseSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition heard = lock.newCondition();
    private final Map<String, Long> counts = new HashMap<>();
    private final Thread listener;
    private long connections;
    private @Nullable Connection connection;
    private boolean closed;

    private Changes(DatabaseSettings settings) {
        this.settings = settings;
        this.listener = Thread.ofPlatform().daemon().name("control-changes").unstarted(this::listen);
    }

    /** Begins to listen. */
    public static Changes listen(DatabaseSettings settings) {
        var changes = new Changes(settings);
        changes.listener.start();
        return changes;
    }

    /** How often it was heard of the topic; to be asked before one looks at the database. */
    public long heard(String topic) {
        lock.lock();
        try {
            return counts.getOrDefault(topic, 0L) + connections;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it is heard of the topic once more than {@code seen}; false if the time is over first, or this is closed. */
    public boolean await(String topic, long seen, Duration time) throws InterruptedException {
        lock.lock();
        try {
            long rest = time.toNanos();
            while (!closed && rest > 0 && counts.getOrDefault(topic, 0L) + connections <= seen) {
                rest = heard.awaitNanos(rest);
            }
            return !closed && counts.getOrDefault(topic, 0L) + connections > seen;
        } finally {
            lock.unlock();
        }
    }

    private void listen() {
        while (!isClosed()) {
            try (Connection opened = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                    Statement statement = opened.createStatement()) {
                statement.execute("LISTEN " + CHANNEL);
                connected(opened);
                while (!isClosed()) {
                    notices(opened.unwrap(PGConnection.class).getNotifications(LISTEN_MILLIS));
                }
            } catch (SQLException e) {
                pause(e);
            }
        }
    }

    private void connected(Connection opened) {
        lock.lock();
        try {
            connection = opened;
            connections++;
            heard.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void notices(PGNotification @Nullable [] notifications) {
        if (notifications == null) {
            return;
        }
        lock.lock();
        try {
            for (PGNotification notification : notifications) {
                counts.merge(notification.getParameter(), 1L, Long::sum);
            }
            heard.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void pause(SQLException failure) {
        if (isClosed()) {
            return;
        }
        LOG.warn("Changes are not heard of now: {}", failure.getMessage());
        try {
            Thread.sleep(BEFORE_ANOTHER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed || Thread.currentThread().isInterrupted();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws SQLException {
        Connection open;
        lock.lock();
        try {
            closed = true;
            open = connection;
            heard.signalAll();
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.close();
        }
    }
}
