package com.penguinmails.mta.outcome;

import static com.penguinmails.mta.outcome.BounceClass.AUTHENTICATION;
import static com.penguinmails.mta.outcome.BounceClass.BAD_DOMAIN;
import static com.penguinmails.mta.outcome.BounceClass.BAD_MAILBOX;
import static com.penguinmails.mta.outcome.BounceClass.CONTENT_REFUSED;
import static com.penguinmails.mta.outcome.BounceClass.INACTIVE_MAILBOX;
import static com.penguinmails.mta.outcome.BounceClass.MAILBOX_FULL;
import static com.penguinmails.mta.outcome.BounceClass.MESSAGE_TOO_LARGE;
import static com.penguinmails.mta.outcome.BounceClass.NETWORK;
import static com.penguinmails.mta.outcome.BounceClass.OTHER;
import static com.penguinmails.mta.outcome.BounceClass.POLICY;
import static com.penguinmails.mta.outcome.BounceClass.PROTOCOL;
import static com.penguinmails.mta.outcome.BounceClass.RATE_LIMITED;
import static com.penguinmails.mta.outcome.BounceClass.REPUTATION;
import static com.penguinmails.mta.outcome.BounceClass.UNSUPPORTED;

import com.penguinmails.mta.message.EnhancedStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The facts that {@link BounceClassifier} goes by. Words are matched in lower case; where several match, the first line wins.
 *
 * <p>Status codes from 7.500 on are Microsoft's own; 7.32 and 7.40, and the use of 7.26 to 7.30 for authentication and rates, are
 * Google's; {@code TSS04} and its kin are Yahoo's.
 */
final class BounceTable {
    private static final List<Words> DECISIVE = List.of(
            words(UNSUPPORTED, "requiretls"),
            words(RATE_LIMITED, "\\[?tss?0[0-9]\\]?\\b", "unusual rate", "rate.?limit", "too many messages",
                    "receiving mail (at a rate|too quickly)", "too many (concurrent )?(connections|sessions)",
                    "unexpected volume", "throttl"),
            words(AUTHENTICATION, "\\bdmarc\\b", "\\bdkim\\b", "unauthenticated (email|mail|sender)",
                    "\\bspf\\b.{0,40}(fail|pass|check|record|valid|not|error)", "(fail|not|violat).{0,40}\\bspf\\b",
                    "(no|missing|without|valid|match(ing)?) (ptr|reverse dns|rdns)\\b", "reverse (dns|lookup|hostname)",
                    "cannot find your (reverse )?hostname"),
            words(POLICY, "sender (address )?(rejected|verif|denied|domain)", "(verif\\w+|callback).{0,20} sender",
                    "domain of sender", "sender('s)? (domain|address) .{0,40}(exist|resolv|found)",
                    "gr[ae]y.?list", "relay(ing)? (is )?(access )?(denied|not permitted|prohibited)",
                    "(not (allowed|permitted) to|unable to|cannot|can't|won't|not) relay", "relay not"),
            words(BAD_MAILBOX, "recipient address rejected: access denied", "recipientnotfound"),
            words(BAD_DOMAIN, "null mx"));

    private static final List<Words> COMMON = List.of(
            words(REPUTATION, "black.?list", "block.?list", "\\bdnsbl\\b", "\\brbl\\b", "spamhaus", "spamcop",
                    "barracuda", "\\bsorbs\\b", "sender.?score", "abusix", "reputation", "\\bbanned\\b",
                    "(ip|host|server|client|address|network).{0,60}\\bblocked\\b", "blocked (using|by|for)",
                    "listed (at|by|in|on)\\b"),
            words(RATE_LIMITED, "exceed\\w*.{0,40}\\b(rate|messages per|connections|hourly|daily)\\b", "too fast",
                    "too (many|much) (mail|recipients|emails|mails)", "excessive", "sending limit",
                    "(rate|volume) of (mail|messages)"),
            words(MAILBOX_FULL, "(mailbox|inbox|maildir|account|user|recipient).{0,30} full\\b", "over.?quota",
                    "\\bquota\\b",
                    "storage (allocation|limit|space)", "out of storage", "insufficient (disk|storage|system storage)"),
            words(MESSAGE_TOO_LARGE, "(message|mail|data|content|size|attachment).{0,30} too (large|big|long)",
                    "(size|length).{0,30}(exceed|limit|maximum)", "exceed.{0,40}\\bsize\\b", "maximum .{0,20}size"),
            words(INACTIVE_MAILBOX,
                    "(mailbox|account|user|recipient|address).{0,40}(disabled|inactive|suspended|deactivated|locked|not active|expired|closed)",
                    "(disabled|inactive|suspended|deactivated|expired) (mailbox|account|user|recipient)",
                    "no longer (active|in use|available|exists|valid|works|employed)", "has (left|moved)"),
            words(BAD_DOMAIN, "no such domain", "unknown (host|domain)", "(host|domain) unknown",
                    "unrout(e)?able (mail )?domain", "domain.{0,40}(not (exist|found|hosted)|invalid)",
                    "(host|domain).{0,40} not found", "name service error", "name or service not known"),
            words(BAD_MAILBOX,
                    "(user|recipient|mailbox|address|account|addressee|alias).{0,60}(unknown|not (exist|found|known|valid|listed|a known)|does ?n.t exist|invalid|non-?existent|undeliverable|unavailable)",
                    "(unknown|invalid|no such|bad|non-?existent|not a valid|unrout(e)?able) (local |destination |e-?mail )?(user|recipient|mailbox|address|account|part|person|addressee|alias)",
                    "no (mailbox|user|account|recipient|person|one)\\b.{0,40}(here|by that name|with that|found|exist)?",
                    "does(n't| not) have an? .{0,40}account", "not (our|a) (customer|local user)",
                    "recipient.{0,20}(reject|refused)", "unknown in", "this address no longer"),
            words(CONTENT_REFUSED, "\\bspam", "virus", "malware", "phish", "unsolicited", "\\bjunk\\b", "\\bbulk\\b",
                    "content", "attachment", "message (looks|appears|contains)", "infected", "banned file",
                    "(header|subject|body).{0,40}(reject|not allowed|invalid|missing)"),
            words(NETWORK, "(mail|routing) loop", "too many hops", "hop count", "timed? ?out", "unreachable",
                    "connection (refused|reset|lost|timed)"),
            words(POLICY, "policy", "polic(y|ies)", "denied", "not (allowed|permitted|authori[sz]ed|accepted)",
                    "prohibited",
                    "refused", "administrative", "reject", "authentication (is )?required", "blocked"),
            words(PROTOCOL, "syntax", "bad sequence",
                    "(command|parameter|verb).{0,20}(not (implemented|recogni[sz]ed|supported)|unrecogni[sz]ed|unknown)",
                    "(unrecogni[sz]ed|unknown|invalid|unimplemented) (command|parameter|verb)"));

    private static final Map<Integer, BounceClass> STATUS = statusTable();

    private BounceTable() {}

    static @Nullable BounceClass decisiveWords(String lowerCase) {
        return match(DECISIVE, lowerCase);
    }

    static @Nullable BounceClass commonWords(String lowerCase) {
        return match(COMMON, lowerCase);
    }

    static @Nullable BounceClass status(EnhancedStatus status) {
        return STATUS.get(key(status.subject(), status.detail()));
    }

    static @Nullable BounceClass subject(int subject) {
        return switch (subject) {
            case 4 -> NETWORK;
            case 5 -> PROTOCOL;
            case 6 -> CONTENT_REFUSED;
            case 7 -> POLICY;
            default -> null;
        };
    }

    private static @Nullable BounceClass match(List<Words> table, String text) {
        for (Words line : table) {
            if (line.pattern.matcher(text).find()) {
                return line.bounceClass;
            }
        }
        return null;
    }

    private static Map<Integer, BounceClass> statusTable() {
        var table = new HashMap<Integer, BounceClass>();
        put(table, BAD_MAILBOX, 1, 1, 3, 4, 10);
        put(table, BAD_DOMAIN, 1, 2);
        put(table, INACTIVE_MAILBOX, 1, 6);
        put(table, POLICY, 1, 7, 8);
        put(table, INACTIVE_MAILBOX, 2, 1);
        put(table, MAILBOX_FULL, 2, 2);
        put(table, MESSAGE_TOO_LARGE, 2, 3);
        put(table, OTHER, 3, 1, 2, 5);
        put(table, UNSUPPORTED, 3, 3);
        put(table, MESSAGE_TOO_LARGE, 3, 4);
        put(table, RATE_LIMITED, 4, 5);
        put(table, NETWORK, 4, 1, 2, 3, 4, 6, 7);
        put(table, RATE_LIMITED, 5, 3);
        put(table, PROTOCOL, 5, 1, 2, 4, 5);
        put(table, UNSUPPORTED, 6, 1, 2, 3, 6, 7, 8, 9, 10);
        put(table, POLICY, 7, 2, 10, 29);
        put(table, INACTIVE_MAILBOX, 7, 13, 17, 18);
        put(table, AUTHENTICATION, 7, 20, 21, 22, 23, 24, 25, 26, 27, 30, 32, 40, 509, 515);
        put(table, RATE_LIMITED, 7, 28, 500, 508, 650, 651, 652);
        put(table, REPUTATION, 7, 501, 502, 503, 511, 606);
        put(table, CONTENT_REFUSED, 7, 512);
        return Map.copyOf(table);
    }

    private static void put(Map<Integer, BounceClass> table, BounceClass bounceClass, int subject, int... details) {
        for (int detail : details) {
            table.put(key(subject, detail), bounceClass);
        }
    }

    private static int key(int subject, int detail) {
        return subject * 1000 + detail;
    }

    private static Words words(BounceClass bounceClass, String... alternatives) {
        return new Words(bounceClass, Pattern.compile(String.join("|", alternatives)));
    }

    private record Words(BounceClass bounceClass, Pattern pattern) {}
}
