package com.penguinmails.mta.control;

import com.penguinmails.mta.message.PriorityClass;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a tenant.
 *
 * @param id what its mail is accounted to
 * @param weight its share of a path beside other tenants, from 1 to 1000
 * @param priority the class of its mail that names none
 * @param perHour messages an hour, or null for no bound
 * @param perDay messages a day, or null for no bound
 * @param suspension why it may not send, or null: it may
 */
public record TenantTerms(String id, int weight, PriorityClass priority, @Nullable Long perHour,
        @Nullable Long perDay, @Nullable Pause suspension) {

    /**
     * Why and until when it may not send.
     *
     * @param sinceMillis in milliseconds since 1970
     * @param untilMillis when it may again by itself; {@link Long#MAX_VALUE}: when somebody resumes it
     */
    public record Pause(String reason, long sinceMillis, long untilMillis) {

        boolean isOver(long nowMillis) {
            return untilMillis <= nowMillis;
        }
    }
}
