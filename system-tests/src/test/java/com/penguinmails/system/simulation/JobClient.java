package com.penguinmails.system.simulation;

import com.penguinmails.mta.compose.JobTemplate;
import com.penguinmails.mta.compose.JobTemplateCodec;
import com.penguinmails.mta.compose.MailAddress;
import com.penguinmails.mta.compose.RowBlock;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.Mailbox;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.ReversePath;
import com.penguinmails.mta.spool.CommitListener;
import com.penguinmails.mta.spool.CommittedEntry;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.MemoryDisk;
import com.penguinmails.mta.spool.SpoolEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Who submits jobs: a template, then blocks of rows, some without the variable that the template needs. For one thread. */
final class JobClient {
    private static final JobTemplateCodec CODEC = new JobTemplateCodec();
    private static final long DAY = 86_400_000;
    private static final String CONTEST_DOMAIN = "d0.example";

    private final World world;
    private final Laws laws;
    private final Clients clients;
    private final List<Job> jobs = new ArrayList<>();

    private static final class Job {
        private final JobId id;
        private final Labels labels;
        private final PriorityClass priority;
        private final String senderDomain;
        private long rows;

        Job(JobId id, Labels labels, PriorityClass priority, String senderDomain) {
            this.id = id;
            this.labels = labels;
            this.priority = priority;
            this.senderDomain = senderDomain;
        }
    }

    JobClient(World world, Laws laws, Clients clients) {
        this.world = world;
        this.laws = laws;
        this.clients = clients;
    }

    /** Opens a job or adds rows to one. */
    void submit(Node node, MemoryDisk disk) {
        if (jobs.isEmpty() || world.chance(200)) {
            open(node);
            return;
        }
        Job job = jobs.get(world.random().nextInt(jobs.size()));
        boolean closed = node.spool().jobProgress(job.id).map(progress -> progress.closed()).orElse(true);
        if (!closed && world.chance(100)) {
            var entry = new SpoolEntry(List.of(),
                    List.of(new JournalRecord.JobClosed(job.id, job.labels, job.rows, world.millis())));
            boolean _ = node.spool().offer(entry, listener(() -> {}));
            boolean _ = jobs.remove(job);
        } else if (!closed) {
            addRows(node, disk, job);
        }
    }

    private void open(Node node) {
        var job = new Job(clients.ids().nextJobId(), clients.labels(), clients.priority(),
                Clients.senderDomain(world));
        open(node, job, () -> jobs.add(job));
    }

    private void open(Node node, Job job, Runnable opened) {
        var from = new MailAddress("", new Mailbox("news", job.senderDomain));
        ByteBuffer template = CODEC.encode(
                new JobTemplate(from, List.of(), "", "News", "Hello {{ name }}", null, List.of(), List.of(), true));
        long now = world.millis();
        var record = new JournalRecord.JobOpened(job.id, job.labels, job.priority,
                Envelope.of(ReversePath.parse("bounces@" + job.senderDomain)), job.senderDomain, "key", now, 0,
                now + DAY, SpoolEntry.contentNumber(0, template.remaining()), null);
        boolean _ = node.spool().offer(new SpoolEntry(List.of(template), List.of(record)),
                listener(opened));
    }

    private void addRows(Node node, MemoryDisk disk, Job job) {
        int count = world.chance(30) ? world.random().nextInt(60, 250) : world.random().nextInt(1, 12);
        laws.marks().offers(node, count);
        if (node.acceptor().refusalForNow(count).isPresent()) {
            world.say("rows refused", count);
            return;
        }
        add(node, disk, job, count, "");
    }

    /** @param allTo the domain of all rows; empty: of any */
    private void add(Node node, MemoryDisk disk, Job job, int count, String allTo) {
        long now = world.millis();
        boolean brief = allTo.isEmpty() && world.chance(300);
        long expires = now + (brief ? world.random().nextInt(1_000, 600_000) : DAY);
        var mail = new Mail(MessageId.ofJobRow(job.id, job.rows), job.labels, job.priority, job.senderDomain, now,
                expires);
        var block = new RowBlock.Builder();
        String domain = Clients.domain(world);
        for (int i = 0; i < count; i++) {
            boolean named = !allTo.isEmpty() || !world.chance(50);
            String address = clients.newAddress();
            String to = allTo.isEmpty() ? domain : allTo;
            boolean any = allTo.isEmpty() && world.chance(500);
            var fate = new Fate(mail, i, any ? address : address.substring(0, address.indexOf('@')) + "@" + to);
            fate.unrenderable = !named;
            mail.fates.add(fate);
            block.add(fate.address, (named ? "{\"name\":\"Ada\"}" : "{}").getBytes(StandardCharsets.UTF_8));
        }
        ByteBuffer content = block.build();
        var record = new JournalRecord.JobRows(job.id, job.labels, job.priority, job.rows,
                mail.fates.stream().map(fate -> fate.domain).toList(), now, now, expires,
                SpoolEntry.contentNumber(0, content.remaining()));
        job.rows += count;
        laws.offered(mail);
        world.say("rows", job.id, count);
        boolean _ = node.spool().offer(new SpoolEntry(List.of(content), List.of(record)), listener(() -> {
            if (!node.isDead()) {
                laws.promised(mail, disk.isForced());
            }
        }));
    }

    /** A job of so many rows for one domain, all at once; it stays open. */
    void submitWhole(Node node, MemoryDisk disk, Labels labels, PriorityClass priority, int rows) {
        var job = new Job(clients.ids().nextJobId(), labels, priority, Clients.senderDomain(world));
        open(node, job, () -> add(node, disk, job, rows, CONTEST_DOMAIN));
        node.askCommit();
    }

    /** Takes back a whole job. */
    void cancel(Node node) {
        if (jobs.isEmpty()) {
            return;
        }
        Job job = jobs.get(world.random().nextInt(jobs.size()));
        world.say("cancel job", job.id);
        for (Mail mail : laws.mails()) {
            if (mail.id.high() == job.id.high() && mail.labels.equals(job.labels)) {
                mail.fates.forEach(fate -> fate.cancelAsked = true);
            }
        }
        Object _ = node.queue().cancelJob(job.id);
    }

    private static CommitListener listener(Runnable committed) {
        return new CommitListener() {
            @Override
            public void committed(CommittedEntry entry) {
                committed.run();
            }

            @Override
            public void failed(String reason) {
                // The client comes again with other rows.
            }
        };
    }
}
