package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.spool.JournalItem.BooksState;
import com.penguinmails.mta.spool.JournalItem.JobState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The books in a checkpoint, as bytes. */
final class BooksCodec {
    private static final int BALANCE_BYTES = 40;

    private BooksCodec() {}

    static void put(RecordWriter out, BooksState state) {
        Books.BooksSnapshot totals = state.totals();
        put(out, totals.node());
        out.putCount(totals.tenants().size());
        totals.tenants().forEach((tenant, balance) -> {
            out.putText(tenant);
            put(out, balance);
        });
        out.putCount(totals.campaigns().size());
        totals.campaigns().forEach((key, balance) -> {
            out.putText(key.tenant());
            out.putText(key.campaign());
            put(out, balance);
        });
        out.putCount(state.jobs().size());
        state.jobs().forEach(job -> put(out, job));
    }

    static BooksState get(RecordReader in) throws CorruptRecordException {
        Balance node = balance(in);
        Map<String, Balance> tenants = new HashMap<>();
        for (int left = in.getCountOf(BALANCE_BYTES); left > 0; left--) {
            tenants.put(in.getText(), balance(in));
        }
        Map<Books.CampaignKey, Balance> campaigns = new HashMap<>();
        for (int left = in.getCountOf(BALANCE_BYTES); left > 0; left--) {
            campaigns.put(new Books.CampaignKey(in.getText(), in.getText()), balance(in));
        }
        List<JobState> jobs = new ArrayList<>();
        for (int left = in.getCountOf(BALANCE_BYTES); left > 0; left--) {
            jobs.add(job(in));
        }
        return new BooksState(new Books.BooksSnapshot(node, tenants, campaigns), jobs);
    }

    private static void put(RecordWriter out, JobState job) {
        ValueCodec.put(out, job.id());
        JournalRecord.JobOpened opened = job.opened();
        out.putBoolean(opened != null);
        if (opened != null) {
            FactCodec.putJobOpened(out, opened);
        }
        out.putLong(job.rows());
        out.putBoolean(job.closed());
        put(out, job.balance());
    }

    private static JobState job(RecordReader in) throws CorruptRecordException {
        JobId id = ValueCodec.jobId(in);
        JournalRecord.JobOpened opened = in.getBoolean() ? FactCodec.jobOpened(in) : null;
        return new JobState(id, opened, in.getLong(), in.getBoolean(), balance(in));
    }

    private static void put(RecordWriter out, Balance balance) {
        out.putLong(balance.accepted());
        out.putLong(balance.delivered());
        out.putLong(balance.bounced());
        out.putLong(balance.expired());
        out.putLong(balance.cancelled());
    }

    private static Balance balance(RecordReader in) throws CorruptRecordException {
        return new Balance(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }
}
