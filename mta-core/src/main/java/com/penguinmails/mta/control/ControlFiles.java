package com.penguinmails.mta.control;

import com.penguinmails.mta.accept.ApiKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * What a node keeps of its control plane, in {@code control} below its data directory, for its owner's eyes alone: the credential, the
 * id under which it is registered, and the last configuration. A file is replaced as a whole: written beside it, forced, renamed, and
 * the directory forced; so that after a power cut there is the old one or the new one. For one thread at a time.
 */
public final class ControlFiles {
    private static final String CREDENTIAL = "credential";
    private static final String NODE_ID = "node";
    private static final String CONFIGURATION = "configuration.json";

    private final Path directory;

    /** @param dataDirectory of the node */
    public ControlFiles(Path dataDirectory) {
        this.directory = dataDirectory.resolve("control");
    }

    /** Whether the node has registered; it needs no token then. */
    public boolean isRegistered() {
        return Files.exists(directory.resolve(NODE_ID));
    }

    /** The id under which it is registered; empty: it is not. */
    String nodeId() throws IOException {
        return isRegistered() ? Files.readString(directory.resolve(NODE_ID)).strip() : "";
    }

    /** @throws IOException if there is a file that holds no credential */
    Optional<ApiKey> credential() throws IOException {
        Path file = directory.resolve(CREDENTIAL);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        ApiKey credential = ApiKey.parse(Files.readString(file).strip()).orElseThrow(() -> new IOException(file
                + " holds no credential: remove the directory " + directory + " and register the node again"));
        return Optional.of(credential);
    }

    void keepCredential(ApiKey credential) throws IOException {
        keep(CREDENTIAL, (credential.reveal() + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    void keepNodeId(String id) throws IOException {
        keep(NODE_ID, (id + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The last configuration as it came; empty: there was none. */
    Optional<byte[]> configuration() throws IOException {
        Path file = directory.resolve(CONFIGURATION);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    void keepConfiguration(byte[] document) throws IOException {
        keep(CONFIGURATION, document);
    }

    Path directory() {
        return directory;
    }

    private void keep(String name, byte[] octets) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory.toAbsolutePath().getParent());
            Files.createDirectory(directory,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path beside = directory.resolve(name + ".new");
        Files.deleteIfExists(beside);
        try (FileChannel channel = FileChannel.open(beside, Set.of(StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer buffer = ByteBuffer.wrap(octets);
            while (buffer.hasRemaining()) {
                var _ = channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(beside, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
