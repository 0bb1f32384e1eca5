package com.penguinmails.testkit.smtp;

import java.nio.file.Path;

/** What a receiver remembers of the messages it accepts; it always counts. */
public sealed interface Keep {

    /** Counts only: for load. */
    record Counts() implements Keep {}

    /** The messages in memory, up to a number; later ones are only counted. */
    record Log(int messagesMax) implements Keep {}

    /**
     * Each message in a folder, as {@code CONNECTION-TRANSACTION.eml} with a {@code .json} of its envelope beside it,
     * written before the reply.
     */
    record Folder(Path path) implements Keep {}
}
