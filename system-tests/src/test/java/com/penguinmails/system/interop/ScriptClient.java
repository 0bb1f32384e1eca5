package com.penguinmails.system.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A library of another language, driven by a script: Python's smtplib, or nodemailer. */
final class ScriptClient implements MailClient {
    private static final Path MODULES = Path
            .of(System.getProperty("nodemailer.dir", Peer.projectRoot().resolve("target/npm").toString()))
            .toAbsolutePath().resolve("node_modules");

    private final String program;
    private final String script;

    private ScriptClient(String program, String script) {
        this.program = program;
        this.script = script;
    }

    static ScriptClient smtplib() {
        return new ScriptClient(Peer.PYTHON, "smtplib-client.py");
    }

    /** The module is looked for under the system property {@code nodemailer.dir}, else in {@code target/npm} of the project. */
    static ScriptClient nodemailer() {
        return new ScriptClient("node", "nodemailer-client.js");
    }

    @Override
    public void require() throws InterruptedException {
        Peer.require(program, program, "--version");
        if (program.equals("node")) {
            Peer.requireThat(Files.isDirectory(MODULES.resolve("nodemailer")),
                    "nodemailer is not in " + MODULES + " (npm install --prefix target/npm nodemailer)");
        }
    }

    @Override
    public void submit(SampleMail mail, List<Integer> ports) throws Exception {
        var command = new ArrayList<>(List.of(program, Peer.script(script), mail.specification().toString()));
        ports.forEach(port -> command.add(port.toString()));
        var builder = new ProcessBuilder(command);
        builder.environment().put("NODE_PATH", MODULES.toString());
        var _ = Peer.run(mail.folder(), builder);
    }
}
