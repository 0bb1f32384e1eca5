package com.penguinmails.mta.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a node's config and metrics port is, and the operator's token for it, which never stands on the command line. */
final class AdminOptions {
    @Option(names = "--admin", paramLabel = "URL", defaultValue = NodeApi.ADMIN, description = "The node's config and metrics port. Default: ${DEFAULT-VALUE}.")
    private String admin = "";

    @Option(names = "--token-file", paramLabel = "FILE", description = "Holds the operator's token. Default: the environment variable PENGUIN_ADMIN_TOKEN.")
    private @Nullable Path tokenFile;

    /** @throws IOException if the token's file cannot be read */
    NodeApi open() throws IOException {
        return new NodeApi(admin, token());
    }

    private @Nullable String token() throws IOException {
        return tokenFile == null ? System.getenv("PENGUIN_ADMIN_TOKEN") : Files.readString(tokenFile).strip();
    }
}
