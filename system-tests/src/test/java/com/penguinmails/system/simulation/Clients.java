package com.penguinmails.system.simulation;

import com.penguinmails.mta.accept.AcceptResult;
import com.penguinmails.mta.accept.Sender;
import com.penguinmails.mta.accept.Submission;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.ForwardPath;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.ReversePath;
import com.penguinmails.mta.spool.IdempotencyEntry;
import com.penguinmails.mta.spool.MemoryDisk;
import com.penguinmails.mta.time.IdGenerator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who submits mail, repeats what was submitted, and takes it back. For one thread. */
final class Clients {
    private static final int TENANTS = 4;
    private static final long DAY = 86_400_000;
    private static final Sender SENDER = new Sender("key", "", Set.of(), Set.of("messages:send"), false);

    private final World world;
    private final Laws laws;
    private final IdGenerator ids;
    private final List<Submission> repeatable = new ArrayList<>();
    private int addresses;
    private int refusals;

    Clients(World world, Laws laws) {
        this.world = world;
        this.laws = laws;
        ids = new IdGenerator(world.clock(), world.random());
    }

    static String tenant(World world) {
        return "t" + world.random().nextInt(TENANTS);
    }

    static String campaign(World world) {
        return "c" + world.random().nextInt(2);
    }

    static String domain(World world) {
        return "d" + world.random().nextInt(Network.DOMAINS) + ".example";
    }

    static String senderDomain(World world) {
        return "s" + world.random().nextInt(3) + ".example";
    }

    /** Any value of what limits and commands pick mail out by. */
    static String any(World world, String part) {
        return switch (part) {
            case "tenant" -> tenant(world);
            case "campaign" -> campaign(world);
            case "sender_domain" -> senderDomain(world);
            case "domain" -> domain(world);
            case "site" -> "mx" + world.random().nextInt(5) + ".example";
            case "provider" -> "big";
            default -> List.of("a", "b", "c").get(world.random().nextInt(3));
        };
    }

    IdGenerator ids() {
        return ids;
    }

    Labels labels() {
        return new Labels(tenant(world), world.chance(700) ? campaign(world) : "", "");
    }

    String newAddress() {
        return "u" + ++addresses + "@" + domain(world);
    }

    /** A few messages, or now and then many. */
    void submit(Node node, MemoryDisk disk) {
        int messages = world.chance(40) ? world.random().nextInt(10, 40) : world.random().nextInt(1, 4);
        for (int i = 0; i < messages; i++) {
            submitOne(node, disk);
        }
    }

    private void submitOne(Node node, MemoryDisk disk) {
        long now = world.millis();
        long sendAt = world.chance(150) ? now + world.random().nextInt(120_000) : 0;
        long life = world.chance(300) ? world.random().nextInt(1_000, 600_000) : 2 * DAY;
        var mail = new Mail(ids.nextMessageId(), labels(), priority(), senderDomain(world), sendAt,
                Math.max(now, sendAt) + life);
        for (int i = world.random().nextInt(1, 5); i > 0; i--) {
            mail.fates.add(new Fate(mail, mail.fates.size(), newAddress()));
        }
        Submission submission = submission(mail);
        laws.marks().offers(node, mail.fates.size());
        laws.offered(mail);
        world.say("submit", mail.id, mail.fates.toString());
        node.acceptor().submit(submission, result -> answered(node, disk, submission, result));
    }

    PriorityClass priority() {
        return world.chance(300) ? PriorityClass.TRANSACTIONAL : PriorityClass.BULK;
    }

    private Submission submission(Mail mail) {
        List<Recipient> recipients = mail.fates.stream()
                .map(fate -> Recipient.of(ForwardPath.parse(fate.address))).toList();
        String text = "From: <x@" + mail.senderDomain + ">\r\nSubject: news\r\n\r\n"
                + "A line of news.\r\n".repeat(world.random().nextInt(1, 100));
        return new Submission(mail.id, SENDER, mail.labels, mail.priority,
                Envelope.of(ReversePath.parse("bounces@" + mail.senderDomain)), recipients, mail.senderDomain,
                ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), mail.sendAtMillis, mail.expiresMillis,
                idempotency());
    }

    private @Nullable IdempotencyEntry idempotency() {
        if (!world.chance(300)) {
            return null;
        }
        long key = world.random().nextLong();
        return new IdempotencyEntry(key, key, key, 202, "{}", world.millis() + 10 * DAY);
    }

    private void answered(Node node, MemoryDisk disk, Submission submission, AcceptResult result) {
        if (node.isDead()) {
            return;
        }
        world.say("answer", submission.id(), result.getClass().getSimpleName());
        switch (result) {
            case AcceptResult.Accepted(var id) -> {
                laws.promised(laws.mail(id), disk.isForced());
                if (submission.idempotency() != null) {
                    repeatable.add(submission);
                }
            }
            case AcceptResult.RefusedForNow refused -> {
                refusals++;
                laws.require(!refused.reason().isEmpty(), "a refusal says why");
            }
            default -> laws.require(false, "mail is accepted or refused for now", result);
        }
    }

    /** A client that is not sure whether it was heard submits the same again. */
    void repeat(Node node) {
        if (repeatable.isEmpty()) {
            return;
        }
        Submission again = repeatable.get(world.random().nextInt(repeatable.size()));
        IdempotencyEntry entry = again.idempotency();
        boolean expired = entry == null || entry.expiresMillis() <= world.millis();
        if (!expired && node.acceptor().refusalForNow(again.recipients().size()).isEmpty()
                && again.expiresMillis() > world.millis()) {
            node.acceptor().submit(again, result -> laws.require(node.isDead()
                    || result instanceof AcceptResult.Repeated || result instanceof AcceptResult.RefusedForNow,
                    "a repetition is recognised", again.id(), result.getClass().getSimpleName()));
        }
    }

    /** Takes back a message or one of its recipients. */
    void cancel(Node node) {
        List<Mail> mails = laws.mails().stream().filter(Mail::isAccepted).toList();
        if (mails.isEmpty()) {
            return;
        }
        Mail mail = mails.get(world.random().nextInt(Math.max(0, mails.size() - 30), mails.size()));
        world.say("cancel", mail.id);
        if (world.chance(500)) {
            mail.fates.forEach(fate -> fate.cancelAsked = true);
            Object _ = node.queue().cancel(mail.acceptance);
        } else {
            Fate fate = mail.fates.get(world.random().nextInt(mail.fates.size()));
            fate.cancelAsked = true;
            Object _ = node.queue().cancel(mail.acceptance, fate.index);
        }
    }

    int refusals() {
        return refusals;
    }
}
