package com.penguinmails.mta.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Turns what a command may run into, such as a missing file, into one line for people and exit status 1. */
public final class Failures {

    private Failures() {}

    /** The exit status of the work, or 1 with a line on standard error. */
    public static int run(CommandSpec spec, Callable<Integer> work) throws Exception {
        try {
            return work.call();
        } catch (IOException | IllegalArgumentException e) {
            spec.commandLine().getErr().println(spec.qualifiedName() + ": " + words(e));
            return 1;
        }
    }

    private static String words(Exception e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such file: " + missing.getFile();
            case FileAlreadyExistsException there ->
                "the file is there already, and is not overwritten: " + there.getFile();
            case AccessDeniedException denied -> "no permission for the file: " + denied.getFile();
            case FileSystemException other -> "the file cannot be used: " + other.getMessage();
            default -> String.valueOf(e.getMessage());
        };
    }
}
