package com.penguinmails.mta.cli;

import com.penguinmails.mta.accept.ApiKey;
import com.penguinmails.mta.accept.KeyRing;
import com.penguinmails.mta.config.KeyConfig;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code penguin key create}: makes a key for the API and for SMTP and shows it this one time. Nothing is stored: the node learns
 * of the key by the stanza for {@code node.toml} that is shown with it and holds only its SHA-256.
 */
@Command(name = "key", mixinStandardHelpOptions = true, description = "Makes keys for the API and for SMTP.", subcommands = {
        KeyCommand.Create.class})
final class KeyCommand {

    /** The one thing there is to do. */
    @Command(name = "create", mixinStandardHelpOptions = true, description = "Makes a key and shows it this one time, with the stanza for node.toml that lets it in.")
    static final class Create implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Option(names = "--tenant", required = true, description = "Whom its mail is accounted to.")
        private String tenant = "";

        @Option(names = "--from-domain", paramLabel = "DOMAIN", description = "A domain that may stand in From and in the reverse-path; may be repeated. Default: any.")
        private List<String> fromDomains = new ArrayList<>();

        @Option(names = "--scope", split = ",", paramLabel = "SCOPE", description = "What it may do; may be repeated. Default: messages:send and messages:read.")
        private List<String> scopes = new ArrayList<>();

        @Option(names = "--network", paramLabel = "CIDR", description = "Where it may be used from, such as 192.0.2.0/24; may be repeated. Default: anywhere.")
        private List<String> networks = new ArrayList<>();

        @Option(names = "--expires", paramLabel = "DAY", description = "Its last day, such as 2027-01-31. Default: none.")
        private String expires = "";

        @Option(names = "--test", description = "Make a key whose mail never leaves.")
        private boolean test;

        @Option(names = "--json", description = "Print one JSON object.")
        private boolean json;

        @Override
        public Integer call() {
            ApiKey key = ApiKey.generate(Randomness.secure(), test);
            List<String> allowed = scopes.isEmpty() ? List.of("messages:send", "messages:read") : scopes;
            var config = new KeyConfig(key.id(), key.hashHex(), tenant, fromDomains, allowed, networks, expires);
            requireValid(config);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(Json.text(Map.of("key", key.reveal(), "id", key.id(), "stanza", stanza(config))));
            } else {
                out.println("The key, shown this one time (SMTP: user " + key.id() + ", password the whole key):");
                out.println();
                out.println("  " + key.reveal());
                out.println();
                out.println("Put this into node.toml and reload the node:");
                out.println();
                out.print(stanza(config));
            }
            return 0;
        }

        /** What the node would refuse is refused here already. */
        private void requireValid(KeyConfig config) {
            try {
                var _ = Labels.ofTenant(config.tenant());
                var _ = new KeyRing(List.of(config), new SystemClock());
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
            }
        }

        private static String stanza(KeyConfig config) {
            var text = new StringBuilder("[[keys]]\n").append(line("id", quoted(config.id())))
                    .append(line("hash", quoted(config.hash()))).append(line("tenant", quoted(config.tenant())))
                    .append(line("scopes", list(config.scopes())));
            if (!config.fromDomains().isEmpty()) {
                text.append(line("from_domains", list(config.fromDomains())));
            }
            if (!config.allowedNetworks().isEmpty()) {
                text.append(line("allowed_networks", list(config.allowedNetworks())));
            }
            if (!config.expires().isEmpty()) {
                text.append(line("expires", quoted(config.expires())));
            }
            return text.toString();
        }

        private static String line(String name, String value) {
            return name + " = " + value + "\n";
        }

        private static String list(List<String> values) {
            return values.stream().map(Create::quoted).collect(Collectors.joining(", ", "[", "]"));
        }

        /** Every control character is escaped, so that no value can add a line (TOML 1.0 §String). */
        private static String quoted(String value) {
            var text = new StringBuilder("\"");
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c < ' ' || c == '"' || c == '\\' || c == 0x7f) {
                    text.append("\\u").append(String.format("%04x", (int) c));
                } else {
                    text.append(c);
                }
            }
            return text.append('"').toString();
        }
    }
}
