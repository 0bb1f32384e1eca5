package com.penguinmails.mta.outcome;

import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.message.Reply;
import java.util.Locale;

/**
 * Says why a receiver refused, from its reply. The law, first match first:
 *
 * <ol>
 * <li>words that are decisive whatever the codes beside them say;
 * <li>an enhanced status code with one known meaning (RFC 3463, the IANA registry, large providers' own);
 * <li>words that most servers use;
 * <li>the subject of the enhanced status code; then the reply code.
 * </ol>
 *
 * <p>A reply before RCPT, or one that answers for several recipients at once, never speaks about a mailbox, whatever its words
 * are: an address must not be given up for it. Stateless and thread-safe.
 */
public final class BounceClassifier {

    public BounceClass classify(Situation situation, Reply reply) {
        BounceClass found = find(reply);
        return isAboutRecipient(found) && !mayBeAboutRecipient(situation) ? BounceClass.OTHER : found;
    }

    private static BounceClass find(Reply reply) {
        String words = String.join(" ", reply.lines()).toLowerCase(Locale.ROOT);
        BounceClass decisive = BounceTable.decisiveWords(words);
        if (decisive != null) {
            return decisive;
        }
        EnhancedStatus status = reply.enhanced();
        BounceClass known = status == null ? null : BounceTable.status(status);
        if (known != null) {
            return known;
        }
        BounceClass common = BounceTable.commonWords(words);
        if (common != null) {
            return common;
        }
        BounceClass subject = status == null ? null : BounceTable.subject(status.subject());
        return subject != null ? subject : byCode(reply.code());
    }

    private static BounceClass byCode(int code) {
        return switch (code) {
            case 500, 501, 502, 503, 504 -> BounceClass.PROTOCOL;
            case 530, 535, 538 -> BounceClass.POLICY;
            case 551 -> BounceClass.BAD_MAILBOX;
            case 552 -> BounceClass.MAILBOX_FULL;
            case 555 -> BounceClass.UNSUPPORTED;
            case 556 -> BounceClass.BAD_DOMAIN;
            default -> BounceClass.OTHER;
        };
    }

    private static boolean isAboutRecipient(BounceClass bounceClass) {
        return switch (bounceClass) {
            case BAD_MAILBOX, BAD_DOMAIN, INACTIVE_MAILBOX, MAILBOX_FULL -> true;
            default -> false;
        };
    }

    private static boolean mayBeAboutRecipient(Situation situation) {
        return situation.stage().compareTo(Stage.RCPT) >= 0 && situation.recipients() == 1;
    }
}
