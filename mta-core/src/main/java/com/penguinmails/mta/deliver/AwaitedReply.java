package com.penguinmails.mta.deliver;

import com.penguinmails.mta.outcome.Stage;

/**
 * A reply that is due: the state of an SMTP client is which replies it waits for, and in which order. Replies come in the order
 * of their commands (RFC 2920 §3.1), so the first one due is always what the next reply answers.
 */
sealed interface AwaitedReply {

    /** Which time limit it has, and where a failure of it belongs. */
    Stage stage();

    /** Before the session is open. */
    enum Opening implements AwaitedReply {
        GREETING(Stage.GREETING),
        EHLO(Stage.HELO),
        HELO(Stage.HELO),
        STARTTLS(Stage.STARTTLS);

        private final Stage stage;

        Opening(Stage stage) {
            this.stage = stage;
        }

        @Override
        public Stage stage() {
            return stage;
        }
    }

    /** Between and after transactions. */
    enum Closing implements AwaitedReply {
        /** Of no transaction, but what goes wrong here hits the one that begins behind it, before anything of it is answered. */
        RSET(Stage.MAIL),
        QUIT(Stage.HELO);

        private final Stage stage;

        Closing(Stage stage) {
            this.stage = stage;
        }

        @Override
        public Stage stage() {
            return stage;
        }
    }

    /** Within a transaction. */
    sealed interface OfTransaction extends AwaitedReply {
        Transaction transaction();
    }

    record Mail(Transaction transaction) implements OfTransaction {
        @Override
        public Stage stage() {
            return Stage.MAIL;
        }
    }

    /** @param index of the recipient in the delivery */
    record Rcpt(Transaction transaction, int index) implements OfTransaction {
        @Override
        public Stage stage() {
            return Stage.RCPT;
        }
    }

    record Data(Transaction transaction) implements OfTransaction {
        @Override
        public Stage stage() {
            return Stage.DATA;
        }
    }

    /** After the lone dot, or after {@code BDAT … LAST} and its octets. */
    record EndOfData(Transaction transaction) implements OfTransaction {
        @Override
        public Stage stage() {
            return Stage.END_OF_DATA;
        }
    }
}
