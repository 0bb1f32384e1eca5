package com.penguinmails.mta.schedule;

import com.penguinmails.mta.deliver.MailRequest;
import com.penguinmails.mta.deliver.MailSource;
import com.penguinmails.mta.deliver.Payload;
import com.penguinmails.mta.deliver.PreparedMail;
import com.penguinmails.mta.deliver.PreparedMail.MailIdentity;
import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.ForwardPath;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.ReversePath;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the same mail for everybody and has outcomes on disk as soon as they are offered. For one thread. */
final class BenchedDisk implements OutcomeLog, MailSource {
    private static final Envelope ENVELOPE = Envelope.of(ReversePath.parse("sender@bench.test"));
    private static final Payload PAYLOAD = new Payload(List.of(), false, false);
    private static final MailIdentity IDENTITY = new MailIdentity(new MessageId(0, 1), null, new Labels("t", "c", ""),
            List.of(Recipient.of(ForwardPath.parse("recipient@bench.test"))));

    private long settled;

    /** Outcomes taken so far. */
    long settled() {
        return settled;
    }

    @Override
    public boolean offer(List<Entry> entries, Listener listener) {
        settled += entries.size();
        listener.committed();
        return true;
    }

    @Override
    public boolean note(DeliveryEvent event) {
        return true;
    }

    @Override
    public boolean keep(String key, byte[] value, List<DeliveryEvent> reports, Listener listener) {
        listener.committed();
        return true;
    }

    @Override
    public void whenRoom(Runnable callback) {
        callback.run();
    }

    @Override
    public void prepare(MailRequest request, Consumer<PreparedMail> receiver) {
        receiver.accept(new PreparedMail.Ready(IDENTITY, ENVELOPE, PAYLOAD));
    }

    @Override
    public void identify(MailRequest request, Consumer<Optional<MailIdentity>> receiver) {
        receiver.accept(Optional.of(IDENTITY));
    }
}
