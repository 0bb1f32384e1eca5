package com.penguinmails.testkit.smtp;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The behaviour that a recipient's local part asks for; the table stands at {@link Script}. */
final class WellKnownLocalParts {
    static final Action GREYLISTED = answer("450 4.2.0 Greylisted, try again");

    private static final Action UNKNOWN_USER = answer("550 5.1.1 No such user");
    private static final Action TRY_LATER = answer("451 4.7.1 Try again later");
    private static final Action FULL = answer("452 4.2.2 Mailbox full");
    private static final Action SPAM = answer("554 5.7.1 Message refused as spam");
    private static final Action SLOW = new Action.Delay(Duration.ofSeconds(2));
    private static final Action DROP = new Action.Drop();
    private static final Action LOST = new Action.AcceptAndDrop();
    private static final Action STALL = new Action.Stall();
    private static final Pattern CODED = Pattern
            .compile("(r|d|bounce-|defer-)([45][0-9]{2})(?:-([45]\\.[0-9]{1,3}\\.[0-9]{1,3}))?(?:\\..*)?");
    private static final String FIRST_LETTERS = "bdfglrs";

    private WellKnownLocalParts() {}

    static @Nullable Action action(Stage stage, String address) {
        if (address.isEmpty() || FIRST_LETTERS.indexOf(Character.toLowerCase(address.charAt(0))) < 0) {
            return null;
        }
        int at = address.lastIndexOf('@');
        String local = (at < 0 ? address : address.substring(0, at)).toLowerCase(Locale.ROOT);
        int dot = local.indexOf('.');
        Action named = named(stage, dot < 0 ? local : local.substring(0, dot));
        return named != null ? named : coded(stage, local);
    }

    private static @Nullable Action named(Stage stage, String word) {
        boolean rcpt = stage == Stage.RCPT;
        return switch (word) {
            case "bounce" -> rcpt ? UNKNOWN_USER : null;
            case "defer" -> rcpt ? TRY_LATER : null;
            case "full" -> rcpt ? FULL : null;
            case "grey" -> rcpt ? GREYLISTED : null;
            case "spam" -> rcpt ? null : SPAM;
            case "slow" -> rcpt ? null : SLOW;
            case "drop" -> rcpt ? null : DROP;
            case "lost" -> rcpt ? null : LOST;
            case "stall" -> rcpt ? null : STALL;
            default -> null;
        };
    }

    private static @Nullable Action coded(Stage stage, String local) {
        Matcher form = CODED.matcher(local);
        if (!form.matches() || form.group(1).equals("d") != (stage == Stage.END_OF_DATA)) {
            return null;
        }
        String status = Objects.requireNonNullElse(form.group(3), form.group(2).charAt(0) + ".0.0");
        return answer(form.group(2) + " " + status + " As the local part asks");
    }

    private static Action answer(String reply) {
        return new Action.Answer(Reply.of(reply));
    }
}
