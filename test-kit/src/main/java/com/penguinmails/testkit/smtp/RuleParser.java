package com.penguinmails.testkit.smtp;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one {@link Rule}. */
final class RuleParser {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|min|h)");
    private static final String ARROW = "->";

    private final String text;
    private final Map<String, String> conditions = new LinkedHashMap<>();

    RuleParser(String text) {
        this.text = text.strip();
    }

    Rule parse() {
        try {
            return rule();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("rule \"" + text + "\": " + e.getMessage(), e);
        }
    }

    private Rule rule() {
        int arrow = text.indexOf(ARROW);
        if (arrow < 0) {
            throw wrong("no \"->\" between conditions and action");
        }
        String[] words = text.substring(0, arrow).strip().split("\\s+", -1);
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 1) {
                throw wrong("condition \"" + words[i] + "\" is not KEY=VALUE");
            }
            conditions.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        Rule rule = new Rule(Stage.ofScriptName(words[0]), pattern("to"), pattern("from"), occasion(),
                action(text.substring(arrow + ARROW.length()).strip()));
        if (!conditions.isEmpty()) {
            throw wrong("unknown or conflicting condition \"" + conditions.keySet().iterator().next() + "\"");
        }
        return rule;
    }

    private AddressPattern pattern(String key) {
        String glob = conditions.remove(key);
        return glob == null ? AddressPattern.ANY : new AddressPattern(glob);
    }

    private Occasion occasion() {
        for (String key : conditions.keySet()) {
            Occasion found = occasion(key, conditions.getOrDefault(key, ""));
            if (found != null) {
                conditions.remove(key);
                return found;
            }
        }
        return new Occasion.Always();
    }

    private @Nullable Occasion occasion(String key, String value) {
        return switch (key) {
            case "fraction" -> new Occasion.Fraction(fraction(value), number(take("seed", "1")));
            case "every" -> new Occasion.EveryNth(number(value));
            case "first" -> new Occasion.First(number(value));
            case "grey" -> new Occasion.Greylist(number(value), time(take("after", "0s")));
            case "rate" -> rate(value);
            case "connections" -> new Occasion.OverConnections(number(value), false);
            case "connections-per-source" -> new Occasion.OverConnections(number(value), true);
            case "source" -> new Occasion.FromSource(InetAddress.ofLiteral(value));
            case "after-messages" -> new Occasion.AfterMessages(number(value));
            default -> null;
        };
    }

    private String take(String key, String otherwise) {
        String value = conditions.remove(key);
        return value == null ? otherwise : value;
    }

    private static Occasion rate(String value) {
        int slash = value.indexOf('/');
        if (slash < 1) {
            throw wrong("rate \"" + value + "\" is not N/TIME, for example 100/1min");
        }
        return new Occasion.OverRate(number(value.substring(0, slash)), time(value.substring(slash + 1)));
    }

    private static Action action(String words) {
        if (!words.isEmpty() && Character.isDigit(words.charAt(0))) {
            return new Action.Answer(Reply.of(words.replace("\\n", "\n")));
        }
        int space = words.indexOf(' ');
        String name = space < 0 ? words : words.substring(0, space);
        String argument = space < 0 ? "" : words.substring(space + 1).strip();
        return switch (name) {
            case "delay" -> new Action.Delay(time(argument));
            case "slow" -> new Action.SlowRead(number(argument));
            case "drop" -> new Action.Drop();
            case "drop-after" -> new Action.DropAfter(number(argument));
            case "accept-and-drop" -> new Action.AcceptAndDrop();
            case "stall" -> new Action.Stall();
            case "twice" -> new Action.Twice();
            case "unsolicited" -> unsolicited(argument);
            case "garbage" -> new Action.Garbage();
            case "oversized" -> new Action.Oversized(number(argument));
            case "tls-drop" -> new Action.TlsDrop();
            case "tls-plain" -> new Action.TlsPlain();
            default -> throw wrong("no action \"" + name + "\"");
        };
    }

    private static Action unsolicited(String argument) {
        int space = argument.indexOf(' ');
        if (argument.startsWith("after=") && space > 0) {
            return new Action.Unsolicited(Reply.of(argument.substring(space + 1)), time(argument.substring(6, space)));
        }
        return new Action.Unsolicited(Reply.of(argument), Duration.ZERO);
    }

    private static Duration time(String value) {
        Matcher form = TIME.matcher(value);
        if (!form.matches()) {
            throw wrong("time \"" + value + "\" is not a number with ms, s, min or h");
        }
        long amount = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "min" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static int number(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw wrong("\"" + value + "\" is not a whole number");
        }
    }

    private static double fraction(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw wrong("\"" + value + "\" is not a number of 0 to 1");
        }
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what);
    }
}
