package com.penguinmails.mta.compose;

import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.spool.JournalRecord.JobOpened;
import com.penguinmails.mta.spool.Spool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The compiled templates of the jobs that are being sent, those used last; bounded by what they are long. Thread-safe. */
final class JobTemplates {
    /** Octets of the templates as they lie on disk; compiled they take some times as much. */
    private static final long MAX_OCTETS = 16 * 1024 * 1024;

    private record Entry(MailTemplate template, int octets) {}

    private final Spool spool;
    private final TemplateChecker checker = new TemplateChecker();
    private final JobTemplateCodec codec = new JobTemplateCodec();
    private final LinkedHashMap<JobId, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long octets;

    JobTemplates(Spool spool) {
        this.spool = spool;
    }

    /**
     * @throws IOException if it cannot be read
     * @throws UnrenderableException if it is no template any more by what is allowed
     */
    MailTemplate of(JobOpened job) throws IOException, UnrenderableException {
        MailTemplate known = known(job.id());
        return known == null ? compile(job) : known;
    }

    private synchronized @Nullable MailTemplate known(JobId job) {
        Entry entry = entries.get(job);
        return entry == null ? null : entry.template();
    }

    /** Outside the lock: two workers may compile the same template at first, which does no harm. */
    private MailTemplate compile(JobOpened job) throws IOException, UnrenderableException {
        JobTemplate source = codec.decode(spool.readContent(job.template()));
        List<FieldProblem> problems = new ArrayList<>();
        MailTemplate template = checker.compile(source, problems);
        if (!problems.isEmpty()) {
            FieldProblem first = problems.getFirst();
            throw new UnrenderableException(first.pointer() + ": " + first.detail());
        }
        keep(job.id(), new Entry(template, job.template().length()));
        return template;
    }

    private synchronized void keep(JobId job, Entry entry) {
        Entry before = entries.put(job, entry);
        octets += entry.octets() - (before == null ? 0 : before.octets());
        Iterator<Map.Entry<JobId, Entry>> eldest = entries.entrySet().iterator();
        while (octets > MAX_OCTETS && entries.size() > 1) {
            octets -= eldest.next().getValue().octets();
            eldest.remove();
        }
    }
}
