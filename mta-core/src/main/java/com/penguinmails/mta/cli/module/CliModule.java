package com.penguinmails.mta.cli.module;

import com.penguinmails.mta.config.ConfigProblem;
import java.nio.file.Path;
import java.util.List;

/**
 * What a module that the node does not know adds to the command line. Found on the class path: name the class in
 * {@code META-INF/services/com.penguinmails.mta.cli.module.CliModule}; it is public and has a public constructor without parameters.
 */
public interface CliModule {

    /** Commands that stand beside the node's own: objects with picocli's {@code @Command}, each with a name. */
    List<Object> commands();

    /** Whether {@code penguin config check} leaves a file to this module, by the file's name. */
    boolean owns(Path file);

    /** Everything that is wrong in a file that it {@link #owns}. */
    List<ConfigProblem> check(Path file);
}
