package com.penguinmails.control.cli;

import com.penguinmails.control.config.ControlConfig;
import com.penguinmails.mta.cli.module.CliModule;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.ConfigProblem;
import com.penguinmails.mta.config.ConfigReader;
import java.nio.file.Path;
import java.util.List;

/** Adds {@code penguin control}, {@code penguin up}, {@code penguin audit}, {@code penguin dns} and {@code penguin preflight}, and checks files called {@code control*.toml}. */
public final class ControlModule implements CliModule {

    @Override
    public List<Object> commands() {
        return List.of(new ControlCommand(), new UpCommand(), new AuditCommand(), new DnsCommand(),
                new PreflightCommand());
    }

    @Override
    public boolean owns(Path file) {
        return file.getFileName().toString().startsWith("control");
    }

    @Override
    public List<ConfigProblem> check(Path file) {
        try {
            var _ = ConfigReader.read(file, ControlConfig.class);
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }
}
