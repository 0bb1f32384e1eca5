package com.penguinmails.system.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Python's aiosmtpd; {@code aiosmtpd-receiver.py} says whom it refuses. It relents by itself at the second try. */
final class AiosmtpdReceiver implements MailReceiver {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String domain;
    private final Path folder;
    private final Process process;
    private final int port;

    private AiosmtpdReceiver(String domain, Path folder, Process process, int port) {
        this.domain = domain;
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    static void require() throws InterruptedException {
        Peer.require("python3-aiosmtpd", Peer.PYTHON, "-c", "import aiosmtpd");
    }

    /** @param smtpUtf8 whether it offers SMTPUTF8 */
    static AiosmtpdReceiver start(String domain, Path folder, boolean smtpUtf8) throws IOException {
        Files.createDirectories(folder);
        Path errors = folder.resolve("errors.txt");
        Process process = new ProcessBuilder(Peer.PYTHON, Peer.script("aiosmtpd-receiver.py"), folder.toString(),
                smtpUtf8 ? "utf8" : "ascii").redirectError(errors.toFile()).start();
        BufferedReader output = process.inputReader();
        String port = output.readLine();
        if (port == null) {
            throw new IOException("aiosmtpd did not start:\n" + Files.readString(errors));
        }
        return new AiosmtpdReceiver(domain, folder, process, Integer.parseInt(port));
    }

    @Override
    public String domain() {
        return domain;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<String> messagesFor(String recipient) throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> envelopes = Files.newDirectoryStream(folder, "*.json")) {
            for (Path envelope : envelopes) {
                for (JsonNode to : JSON.readTree(envelope.toFile()).path("recipients")) {
                    if (to.asText().equals(recipient)) {
                        String name = envelope.getFileName().toString().replace(".json", ".eml");
                        found.add(Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1));
                    }
                }
            }
        }
        return found;
    }

    @Override
    public void relent() {}

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.destroy();
    }
}
