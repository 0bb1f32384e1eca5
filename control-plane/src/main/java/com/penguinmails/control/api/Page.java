package com.penguinmails.control.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * One page of a list, newest first: {@code after} goes on to older ones, {@code before} back to newer ones. Nothing is counted. For
 * one thread.
 */
public final class Page {
    private static final int DEFAULT = 50;
    private static final int MOST = 100;

    private final String list;
    private final String column;
    private final int limit;
    private final String cursor;
    private final boolean backwards;

    private Page(String list, String column, int limit, String cursor, boolean backwards) {
        this.list = list;
        this.column = column;
        this.limit = limit;
        this.cursor = cursor;
        this.backwards = backwards;
    }

    /** The parameters that every list takes, and further ones of its own. */
    public static List<String> parameters(String... further) {
        return Stream.concat(Stream.of("limit", "after", "before"), Stream.of(further)).toList();
    }

    /**
     * The page that is asked for; 400 if it is none.
     *
     * @param list what cursors belong to
     * @param column sorts the list and is unique in it
     */
    public static Page of(ControlRequest request, String list, String column) {
        String after = request.single("after");
        String before = request.single("before");
        if (!after.isEmpty() && !before.isEmpty()) {
            throw Problem.badRequest("cursor_invalid", "give after or before, not both").toException();
        }
        String cursor = after + before;
        String place = cursor.isEmpty() ? "" : Cursor.read(list, cursor);
        return new Page(list, column, limit(request.single("limit")), place, !before.isEmpty());
    }

    private static int limit(String text) {
        try {
            int limit = text.isEmpty() ? DEFAULT : Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // Told below, as for a number out of bounds.
        }
        throw Problem.badRequest("limit_invalid", "limit is a number from 1 to " + MOST).toException();
    }

    /** Where a row stands, as JSON and as a place for a cursor. */
    public record Row(String place, ObjectNode json) {}

    /** A condition with what it compares; parts of SQL are constants of the code. */
    public record Condition(String sql, String name, String value) {}

    /**
     * Reads the page.
     *
     * @param select everything before {@code WHERE}
     * @param conditions rows meet all of them
     */
    public <T> Answer.Json read(Handle handle, String select, List<Condition> conditions, RowMapper<T> mapper,
            Function<T, Row> shown) {
        var sql = new StringBuilder(select).append(" WHERE true");
        conditions.forEach(condition -> sql.append(" AND ").append(condition.sql()));
        if (!cursor.isEmpty()) {
            sql.append(" AND ").append(column).append(backwards ? " > " : " < ").append(":place");
        }
        sql.append(" ORDER BY ").append(column).append(backwards ? " ASC" : " DESC").append(" LIMIT :limit");
        try (Query query = handle.createQuery(sql.toString()).bind("limit", limit + 1)) {
            conditions.forEach(condition -> query.bind(condition.name(), condition.value()));
            if (!cursor.isEmpty()) {
                bindPlace(query);
            }
            return answer(query.map(mapper).list().stream().map(shown).toList());
        }
    }

    private void bindPlace(Query query) {
        if (column.equals("position")) {
            query.bind("place", Cursor.number(cursor));
        } else {
            query.bind("place", cursor);
        }
    }

    private Answer.Json answer(List<Row> found) {
        boolean more = found.size() > limit;
        List<Row> rows = new ArrayList<>(more ? found.subList(0, limit) : found);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        String next = more ? Cursor.write(list, rows.getLast().place()) : null;
        if (backwards) {
            Collections.reverse(rows);
        }
        ArrayNode data = body.putArray("data");
        rows.forEach(row -> data.add(row.json()));
        body.put("has_more", more).put("next_cursor", next);
        return Answer.Json.of(200, body);
    }
}
