package com.penguinmails.mta.cli;

import com.penguinmails.mta.cli.module.CliModule;
import com.penguinmails.mta.config.ConfigProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** What other modules on the class path add to the command line. */
final class Modules {

    private Modules() {}

    static Stream<CliModule> found() {
        return ServiceLoader.load(CliModule.class).stream().map(ServiceLoader.Provider::get);
    }

    /** What the module that owns the file finds in it; empty where none owns it. */
    static Optional<List<ConfigProblem>> problemsOf(Path file) {
        return found().filter(module -> module.owns(file)).findFirst().map(module -> module.check(file));
    }
}
