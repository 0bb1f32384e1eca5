package com.penguinmails.mta.schedule;

import com.penguinmails.mta.deliver.MailRequest;
import com.penguinmails.mta.deliver.MailSource;
import com.penguinmails.mta.deliver.Payload;
import com.penguinmails.mta.deliver.PreparedMail;
import com.penguinmails.mta.deliver.PreparedMail.MailIdentity;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.ForwardPath;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.ReversePath;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.testkit.time.VirtualClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Prepares mail on the virtual clock. A row's address is {@code row<index>@<domain>}. */
final class SimulatedMails implements MailSource {
    private final VirtualClock clock;
    private final SimulatedSpool spool;
    /** How long one preparation takes. */
    Function<MailRequest, Duration> time = _ -> Duration.ZERO;
    /** What becomes of a preparation, or null for a mail that is ready. */
    Function<MailIdentity, @Nullable PreparedMail> fault = _ -> null;
    /** How large each mail is, where {@link #size} does not say otherwise. */
    int octets;
    ToIntFunction<MailIdentity> size = _ -> octets;
    int prepared;
    int preparing;
    int identified;
    int identifying;
    int mostIdentifying;

    SimulatedMails(VirtualClock clock, SimulatedSpool spool) {
        this.clock = clock;
        this.spool = spool;
    }

    @Override
    public void prepare(MailRequest request, Consumer<PreparedMail> receiver) {
        prepared++;
        preparing++;
        var _ = clock.schedule(time.apply(request), () -> {
            preparing--;
            receiver.accept(mail(request));
        });
    }

    @Override
    public void identify(MailRequest request, Consumer<Optional<MailIdentity>> receiver) {
        identified++;
        identifying++;
        mostIdentifying = Math.max(mostIdentifying, identifying);
        var _ = clock.schedule(time.apply(request), () -> {
            identifying--;
            receiver.accept(Optional.of(identity(request)));
        });
    }

    private PreparedMail mail(MailRequest request) {
        MailIdentity identity = identity(request);
        PreparedMail faulty = fault.apply(identity);
        Envelope envelope = Envelope.of(ReversePath.parse("sender@sender.example"));
        return faulty == null
                ? new PreparedMail.Ready(identity, envelope,
                        new Payload(List.of(ByteBuffer.allocate(size.applyAsInt(identity))), false, false))
                : faulty;
    }

    private MailIdentity identity(MailRequest request) {
        JournalRecord.Acceptance record = spool.acceptance(request.acceptance());
        List<Recipient> recipients = request.recipients().stream().map(index -> recipient(record, index)).toList();
        JobId job = record instanceof JournalRecord.JobRows rows ? rows.job() : null;
        MessageId id = record instanceof JournalRecord.Message message
                ? message.id()
                : new MessageId(0, request.acceptance());
        return new MailIdentity(id, job, record.labels(), recipients);
    }

    private static Recipient recipient(JournalRecord.Acceptance record, int index) {
        return record instanceof JournalRecord.Message message
                ? message.recipients().get(index)
                : Recipient.of(ForwardPath.parse("row" + index + "@" + record.domain(index)));
    }
}
