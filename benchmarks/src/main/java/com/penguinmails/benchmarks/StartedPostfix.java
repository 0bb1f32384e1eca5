package com.penguinmails.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A Postfix with its default settings and an empty queue. */
record StartedPostfix(PrivatePostfix postfix) implements StartedServer {

    static StartedPostfix start(Path directory) throws IOException, InterruptedException {
        // Postfix works as a user of its own.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new StartedPostfix(PrivatePostfix.start(directory.resolve("postfix"), ""));
    }

    @Override
    public InetSocketAddress smtp() {
        return postfix.address();
    }

    @Override
    public boolean isAlive() {
        return true;
    }

    @Override
    public long residentBytes() throws IOException {
        return postfix.processes().residentBytes();
    }

    @Override
    public void close() throws IOException {
        postfix.close();
    }
}
