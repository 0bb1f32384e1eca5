package com.penguinmails.control.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * The one way to the tables. Each transaction runs as a role that owns nothing and is bound by row-level security: as
 * {@code penguin_tenant} for one tenant or as {@code penguin_operator}. A connection that was told neither sees no row.
 *
 * <p>What the database refuses comes out as a {@link com.penguinmails.mta.http.ProblemException}: 409 for what is there already,
 * 503 for what may work later. Thread-safe; its threads may be virtual.
 */
public final class Database implements AutoCloseable {
    private static final String SCHEMA = "control";
    private static final String MIGRATIONS = "classpath:com/penguinmails/control/database/migrations";
    /** One statement, so that it costs one round trip; both settings end with the transaction. */
    private static final String BECOME = "SELECT set_config('role', :role, true) || set_config('penguin.tenant', :tenant, true)";

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool).registerArrayType(String.class, "text");
    }

    /** What a transaction does. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Handle handle);
    }

    /**
     * Brings the schema up to date and opens a pool.
     *
     * @throws DatabaseException if the database cannot be reached or its schema not be made
     */
    public static Database open(DatabaseSettings settings, MeterRegistry meters) throws DatabaseException {
        migrate(settings);
        var config = new HikariConfig();
        config.setPoolName("control");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setSchema(SCHEMA);
        config.setAutoCommit(true);
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(settings.connectionTimeout().toMillis());
        config.setConnectionInitSql("SET ROLE penguin_tenant");
        config.setMetricRegistry(meters);
        try {
            return new Database(new HikariDataSource(config));
        } catch (RuntimeException e) {
            throw new DatabaseException("the database " + settings + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** @throws DatabaseException in words for an operator */
    public static void migrate(DatabaseSettings settings) throws DatabaseException {
        try {
            var _ = Flyway.configure().dataSource(settings.url(), settings.user(), settings.password())
                    .locations(MIGRATIONS).schemas(SCHEMA).createSchemas(true).load().migrate();
        } catch (FlywayException e) {
            throw new DatabaseException("the schema of " + settings + " cannot be brought up to date: "
                    + firstLine(e), e);
        }
    }

    private static String firstLine(FlywayException e) {
        return String.valueOf(e.getMessage()).lines().filter(line -> !line.isBlank()).findFirst()
                .orElse("no reason told");
    }

    /** Runs the work as a whole or not at all; whatever it throws undoes it. */
    public <T> T transact(Access access, Work<T> work) {
        try {
            return jdbi.inTransaction(handle -> {
                become(handle, access);
                return work.in(handle);
            });
        } catch (JdbiException e) {
            throw DatabaseFault.of(e);
        }
    }

    private static void become(Handle handle, Access access) {
        String role = switch (access) {
            case Access.Operator() -> "penguin_operator";
            case Access.Tenant(String _) -> "penguin_tenant";
        };
        String tenant = access instanceof Access.Tenant(String id) ? id : "";
        handle.createQuery(BECOME).bind("role", role).bind("tenant", tenant).mapTo(String.class).one();
    }

    /** Whether it answers now. */
    public boolean isAlive() {
        try {
            return jdbi.withHandle(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one()) == 1;
        } catch (JdbiException e) {
            return false;
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
