package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.ForwardPath;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.ReversePath;
import java.util.List;

/** The acceptance of a message with one recipient, as the journal keeps it. */
final class BenchedMessage {
    private static final Envelope ENVELOPE = Envelope.of(ReversePath.parse("news@sender.bench.test"));
    private static final long LIFE_MILLIS = 432_000_000;

    private BenchedMessage() {}

    static JournalRecord.Message of(long number, ContentRef content) {
        return new JournalRecord.Message(new MessageId(1, number), new Labels("tenant", "campaign", ""),
                PriorityClass.BULK, ENVELOPE,
                List.of(Recipient.of(ForwardPath.parse("recipient" + number + "@d.bench.test"))), "sender.bench.test",
                "", 1, 1, LIFE_MILLIS, content, null);
    }
}
