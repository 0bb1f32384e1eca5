package com.penguinmails.system.simulation;

import com.penguinmails.mta.config.Rate;
import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.message.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Automation rules on what receivers say, drawn once for a seed so that they outlast reloads and restarts. Immutable. */
final class ReplyRules {
    private static final String[] LEVELS = {"path", "path", "site", "provider"};
    private static final String[] ACTIONS = {"back_off", "suspend", "switch_source", "limit", "limit"};
    private static final String[] LASTS = {"20s", "1min", "3min"};
    private static final String[] RATES = {"30/min", "2/s", ""};

    private static final List<Said> SAID = List.of(
            new Said("codes = [451]", reply -> reply.code() == 451),
            new Said("enhanced = [\"4.7.*\"]", reply -> isOfPolicy(reply.enhanced())),
            new Said("text = \"greylist\"", reply -> reply.toString().contains("greylist")),
            new Said("codes = [421, 554]", reply -> reply.code() == 421 || reply.code() == 554));

    /** The replies that a rule is for. */
    private record Said(String toml, Predicate<Reply> isOf) {}

    private static boolean isOfPolicy(@Nullable EnhancedStatus status) {
        return status != null && status.statusClass() == 4 && status.subject() == 7;
    }

    /**
     * One rule.
     *
     * @param hits so many replies in five minutes
     * @param rate null: it limits none
     * @param connections 0: it limits none
     */
    record Rule(String name, Said said, String level, String action, String lasts, int hits, @Nullable Rate rate,
            int connections) {

        static Rule any(World world, String name) {
            String action = ReplyRules.any(world, ACTIONS);
            boolean limits = action.equals("limit");
            String rate = limits ? ReplyRules.any(world, RATES) : "";
            return new Rule(name, SAID.get(world.random().nextInt(SAID.size())),
                    ReplyRules.any(world, LEVELS), action, ReplyRules.any(world, LASTS),
                    world.chance(500) ? world.random().nextInt(2, 5) : 1, rate.isEmpty() ? null : Rate.parse(rate),
                    limits && rate.isEmpty() ? 1 : 0);
        }

        /** Whether a single such reply triggers it for the path that it came from. */
        boolean isTriggeredAtOnce(Reply reply) {
            return hits == 1 && level.equals("path") && said.isOf.test(reply);
        }

        /** Whether nothing at all leaves while it is in force. */
        boolean suspends() {
            return rate == null && connections == 0;
        }

        private String toml() {
            return "[[automation]]\nname = \"" + name + "\"\n" + said.toml + "\nlevel = \"" + level + "\"\naction = \""
                    + action.toLowerCase(Locale.ROOT) + "\"\nlasts = \"" + lasts + "\"\n"
                    + (rate == null ? "" : "rate = \"" + rate + "\"\n")
                    + (connections == 0 ? "" : "connections = " + connections + "\n")
                    + (hits == 1 ? "" : "hits = " + hits + "\nwithin = \"5min\"\n");
        }
    }

    private final List<Rule> rules = new ArrayList<>();

    /** None. */
    ReplyRules() {}

    ReplyRules(World world) {
        for (int i = world.random().nextInt(1, 4); i > 0; i--) {
            rules.add(Rule.any(world, "r" + i));
        }
    }

    private static String any(World world, String[] choices) {
        return choices[world.random().nextInt(choices.length)];
    }

    List<Rule> all() {
        return rules;
    }

    @Nullable
    Rule find(String name) {
        return rules.stream().filter(rule -> rule.name().equals(name)).findFirst().orElse(null);
    }

    String toml() {
        var text = new StringBuilder();
        rules.forEach(rule -> text.append(rule.toml()));
        return text.toString();
    }
}
