package com.penguinmails.control.api;

import com.penguinmails.mta.http.Answer;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What an operation needs and does. */
public sealed interface Operation {

    /** For everyone, without a key. */
    record Open(OpenAction action) implements Operation {

        /** Answers. */
        @FunctionalInterface
        public interface OpenAction {
            Answer answer();
        }
    }

    /**
     * Reads, in a transaction that sees what the caller may see.
     *
     * @param parameters of the query string that are known
     */
    record Read(Scope scope, Query query, List<String> parameters) implements Operation {

        public Read {
            parameters = List.copyOf(parameters);
        }

        /** With no parameters. */
        public Read(Scope scope, Query query) {
            this(scope, query, List.of());
        }

        /** Answers. */
        @FunctionalInterface
        public interface Query {
            Answer answer(ControlRequest request, Handle handle);
        }
    }

    /**
     * Streams, or waits; takes its transactions itself.
     *
     * @param parameters of the query string that are known
     */
    record Export(Scope scope, Source source, List<String> parameters) implements Operation {

        public Export {
            parameters = List.copyOf(parameters);
        }

        /** With no parameters. */
        public Export(Scope scope, Source source) {
            this(scope, source, List.of());
        }

        /** Answers. */
        @FunctionalInterface
        public interface Source {
            Answer answer(ControlRequest request) throws InterruptedException;
        }
    }

    /** Changes something, in a transaction that also holds the audit entry and the answer under an idempotency key. */
    record Change(Scope scope, Preparation preparation) implements Operation {

        /** Reads and checks the body, before there is a transaction, and returns what to do in one. */
        @FunctionalInterface
        public interface Preparation {
            Work prepare(ControlRequest request);
        }

        /** What is done; a problem that it throws undoes it. */
        @FunctionalInterface
        public interface Work {
            Result in(Handle handle);
        }
    }
}
