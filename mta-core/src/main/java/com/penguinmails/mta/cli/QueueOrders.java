package com.penguinmails.mta.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands about queued mail that {@code penguin queue} has. */
final class QueueOrders {
    private QueueOrders() {}

    @Command(name = "suspend", description = "Holds mail back, what is queued and what comes, until it is resumed or the time is over.")
    static final class Suspend extends QueueOrder {
        @Mixin
        private UntilOptions until = new UntilOptions();

        Suspend() {
            super("suspend");
        }

        @Override
        void addTo(Map<String, Object> request) {
            until.addTo(request);
        }
    }

    @Command(name = "resume", description = "Ends every suspension that says the same in each part that is given.")
    static final class Resume extends QueueOrder {
        Resume() {
            super("resume");
        }
    }

    @Command(name = "flush", description = "Tries now what waits for its next attempt, and what was out of reach. Suspensions stay.")
    static final class Flush extends QueueOrder {
        Flush() {
            super("flush");
        }
    }

    @Command(name = "reroute", description = "Sends mail, what is queued and what comes, through another pool until that is ended.")
    static final class Reroute extends QueueOrder {
        @Mixin
        private UntilOptions until = new UntilOptions();

        @Option(names = "--pool", paramLabel = "NAME", required = true, description = "The pool to leave through.")
        private String pool = "";

        Reroute() {
            super("reroute");
        }

        @Override
        void addTo(Map<String, Object> request) {
            until.addTo(request);
            request.put("pool", pool);
        }
    }

    @Command(name = "bounce", description = "Gives up what is queued; its sender is told, with the reason.")
    static final class Bounce extends QueueOrder {
        Bounce() {
            super("bounce");
        }
    }

    @Command(name = "cancel", description = "Withdraws what is queued; only readers of events are told.")
    static final class Cancel extends QueueOrder {
        Cancel() {
            super("cancel");
        }
    }

    @Command(name = "priority", description = "Gives mail, what is queued and what comes, another priority class until that is ended.")
    static final class Priority extends QueueOrder {
        @Mixin
        private UntilOptions until = new UntilOptions();

        @Option(names = "--class", paramLabel = "CLASS", required = true, description = "transactional or bulk.")
        private String priority = "";

        Priority() {
            super("priority");
        }

        @Override
        void addTo(Map<String, Object> request) {
            until.addTo(request);
            request.put("class", priority);
        }
    }
}
