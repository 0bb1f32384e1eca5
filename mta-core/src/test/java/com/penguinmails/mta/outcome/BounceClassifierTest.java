package com.penguinmails.mta.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.message.Reply;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BounceClassifierTest {
    private final BounceClassifier classifier = new BounceClassifier();

    static Reply reply(String text) {
        String[] words = text.split(" ", 3);
        boolean enhanced = words.length > 1 && words[1].matches("[245]\\.\\d+\\.\\d+");
        String rest = enhanced ? (words.length > 2 ? words[2] : "") : text.substring(Math.min(4, text.length()));
        return new Reply(Integer.parseInt(words[0]), enhanced ? EnhancedStatus.parse(words[1]) : null, List.of(rest));
    }

    private BounceClass at(Stage stage, int recipients, String text) {
        return classifier.classify(new Situation(stage, null, recipients, false), reply(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            550 5.1.1 The email account that you tried to reach does not exist | BAD_MAILBOX
            550 No such user here | BAD_MAILBOX
            554 delivery error: This user doesn't have an example.com account | BAD_MAILBOX
            550 5.4.1 Recipient address rejected: Access denied | BAD_MAILBOX
            550 5.2.1 The email account that you tried to reach is disabled | INACTIVE_MAILBOX
            450 4.2.1 The user you are trying to contact is receiving mail too quickly | RATE_LIMITED
            452 4.2.2 The email account that you tried to reach is over quota | MAILBOX_FULL
            552 Mailbox full | MAILBOX_FULL
            552 5.3.4 Message size exceeds fixed limit | MESSAGE_TOO_LARGE
            550 5.1.2 bad destination | BAD_DOMAIN
            421 4.7.28 unusual rate of mail originating from your netblock | RATE_LIMITED
            421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints | RATE_LIMITED
            550 5.7.515 Access denied, sending domain does not meet the required authentication level | AUTHENTICATION
            550 5.7.26 This mail has been blocked because the sender is unauthenticated | AUTHENTICATION
            550 5.7.1 Unauthenticated email from example.com is not accepted due to domain's DMARC policy | AUTHENTICATION
            550 5.7.25 The IP address sending this message does not have a PTR record | AUTHENTICATION
            554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using dnsbl.example | REPUTATION
            550 5.7.606 Access denied, banned sending IP | REPUTATION
            554 5.7.1 Message rejected as spam | CONTENT_REFUSED
            451 4.7.1 Greylisting in action, please come back later | POLICY
            550 5.7.1 Relaying denied | POLICY
            550 5.1.8 Sender address rejected: Domain not found | POLICY
            530 5.7.0 Must issue a STARTTLS command first | POLICY
            502 5.5.1 Command not implemented | PROTOCOL
            550 5.6.7 SMTPUTF8 needed | UNSUPPORTED
            550 5.7.30 REQUIRETLS support required | UNSUPPORTED
            550 requested action not taken | OTHER
            """)
    void knowsWhyARecipientWasRefused(String text, BounceClass expected) {
        assertThat(at(Stage.RCPT, 1, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"GREETING", "HELO", "STARTTLS", "MAIL"})
    void aReplyBeforeRcptNeverSpeaksAboutARecipient(Stage stage) {
        assertThat(at(stage, 1, "550 5.1.1 user unknown")).isEqualTo(BounceClass.OTHER);
        assertThat(at(stage, 1, "550 5.2.1 mailbox disabled")).isEqualTo(BounceClass.OTHER);
    }

    @ParameterizedTest
    @CsvSource({"1, BAD_MAILBOX", "2, OTHER"})
    void aReplyForSeveralRecipientsSpeaksAboutNone(int recipients, BounceClass expected) {
        assertThat(at(Stage.END_OF_DATA, recipients, "550 5.1.1 user unknown")).isEqualTo(expected);
    }
}
