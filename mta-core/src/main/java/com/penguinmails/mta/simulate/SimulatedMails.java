package com.penguinmails.mta.simulate;

import com.penguinmails.mta.deliver.MailRequest;
import com.penguinmails.mta.deliver.MailSource;
import com.penguinmails.mta.deliver.Payload;
import com.penguinmails.mta.deliver.PreparedMail;
import com.penguinmails.mta.deliver.PreparedMail.MailIdentity;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.ForwardPath;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.ReversePath;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Mails of nothing but a size: one for each domain, ready at once. For one thread. */
final class SimulatedMails implements MailSource {
    private final RecipientBlocks blocks;
    private final List<PreparedMail.Ready> ready;

    SimulatedMails(RecipientBlocks blocks, List<AudienceDomain> audience, RecipientBlocks.Campaign campaign) {
        this.blocks = blocks;
        var envelope = Envelope.of(ReversePath.parse("sender@sender.invalid"));
        var payload = new Payload(List.of(ByteBuffer.allocate((int) campaign.mail().size().bytes())), false, false);
        this.ready = audience.stream().map(to -> new PreparedMail.Ready(identity(to, campaign), envelope, payload))
                .toList();
    }

    private static MailIdentity identity(AudienceDomain to, RecipientBlocks.Campaign campaign) {
        var recipient = Recipient.of(ForwardPath.parse("recipient@" + to.domain()));
        return new MailIdentity(MessageId.ofJobRow(campaign.job(), 0), campaign.job(), campaign.mail().labels(),
                List.of(recipient));
    }

    @Override
    public void prepare(MailRequest request, Consumer<PreparedMail> receiver) {
        receiver.accept(ready.get(blocks.domain(request.acceptance())));
    }

    @Override
    public void identify(MailRequest request, Consumer<Optional<MailIdentity>> receiver) {
        receiver.accept(Optional.of(ready.get(blocks.domain(request.acceptance())).identity()));
    }
}
