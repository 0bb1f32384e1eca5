package com.penguinmails.control.api;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times of the database and how they are shown: RFC 3339, UTC, to the millisecond. */
public final class Times {

    private Times() {}

    /** The value of a column that is never null. */
    public static Instant of(ResultSet row, String column) throws SQLException {
        Instant time = orNull(row, column);
        if (time == null) {
            throw new SQLException(column + " is null");
        }
        return time;
    }

    public static @Nullable Instant orNull(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    public static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
