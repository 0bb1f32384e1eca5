package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.spool.Balance;
import com.penguinmails.mta.spool.JournalRecord.JobOpened;
import java.time.Instant;

/** Jobs as clients see them. */
final class JobJson {

    private JobJson() {}

    /** What became of the rows of one request. */
    static ObjectNode intake(JobId id, RowIntake.Result result, long nextOffset, String state) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", id.toString()).put("state", state);
        body.put("accepted_rows", result.acceptedRows());
        body.put("rejected_rows", result.rejectedRows());
        body.put("next_offset", nextOffset);
        ArrayNode rejected = body.putArray("rejected");
        result.rejected()
                .forEach(row -> rejected.addObject().put("row", row.row()).put("pointer", row.problem().pointer())
                        .put("code", row.problem().code()).put("detail", row.problem().detail()));
        return body;
    }

    /** A job and how far it is. */
    static ObjectNode job(JobOpened job, Balance balance, boolean closed, long nextOffset) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", job.id().toString());
        body.put("state", !closed ? "open" : balance.queued() > 0 ? "sending" : "done");
        body.put("tenant", job.labels().tenant()).put("campaign", job.labels().campaign());
        body.put("tag", job.labels().tag());
        body.put("created_at", time(job.acceptedMillis()));
        if (job.sendAtMillis() > 0) {
            body.put("send_at", time(job.sendAtMillis()));
        }
        body.put("expires_at", time(job.expiresMillis()));
        body.put("accepted_rows", balance.accepted());
        body.put("rejected_rows", Math.max(nextOffset - balance.accepted(), 0));
        body.put("next_offset", nextOffset);
        body.putObject("progress").put("accepted", balance.accepted()).put("delivered", balance.delivered())
                .put("bounced", balance.bounced()).put("expired", balance.expired())
                .put("cancelled", balance.cancelled()).put("queued", balance.queued());
        return body;
    }

    private static String time(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).toString();
    }
}
