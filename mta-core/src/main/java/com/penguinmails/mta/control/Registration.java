package com.penguinmails.mta.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.accept.ApiKey;
import com.penguinmails.mta.config.ControlLinkConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How a node becomes one of its control plane's. It makes its credential itself, keeps it on disk, and registers its SHA-256 with the
 * one-time token; so an answer that is lost costs nothing, the next try registers the same. {@link #credential} by any thread, the rest
 * by one.
 */
final class Registration {
    private static final Duration TIME = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ControlLinkConfig config;
    private final ControlFiles files;
    private final ControlClient client;
    private final RandomGenerator random;
    private volatile @Nullable ApiKey credential;

    Registration(ControlLinkConfig config, ControlFiles files, ControlClient client, RandomGenerator random) {
        this.config = config;
        this.files = files;
        this.client = client;
        this.random = random;
    }

    /** The secret; only once it is registered. */
    String credential() {
        ApiKey known = credential;
        if (known == null) {
            throw new IllegalStateException("the node is not registered");
        }
        return known.reveal();
    }

    /** @throws IOException in words for an operator; to be tried again */
    void complete() throws IOException, InterruptedException {
        ApiKey own = own();
        if (!files.isRegistered()) {
            register(own);
        }
        credential = own;
    }

    private ApiKey own() throws IOException {
        Optional<ApiKey> kept = files.credential();
        if (kept.isPresent()) {
            return kept.get();
        }
        ApiKey made = ApiKey.generate(random, false);
        files.keepCredential(made);
        return made;
    }

    private void register(ApiKey own) throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("credential_id", own.id()).put("credential_hash", own.hashHex());
        ControlClient.Reply reply = client.post("/v1/node/register", token(), body, TIME);
        if (reply.status() != 200) {
            throw new IOException("the node was not registered: " + reply.problem()
                    + "; create a node at the control plane and put its token into control.token_file");
        }
        JsonNode answer = JSON.readTree(reply.body());
        String id = answer == null ? "" : answer.path("id").asText();
        if (id.isEmpty()) {
            throw new IOException("the node was not registered: what answers is no control plane");
        }
        files.keepNodeId(id);
    }

    private String token() throws IOException {
        Path file = config.tokenFile();
        if (file == null) {
            throw new IOException("the node is not registered: name the file with its token in control.token_file");
        }
        String token = Files.readString(file).strip();
        if (ApiKey.parse(token).isEmpty()) {
            throw new IOException("control.token_file: " + file + " holds no registration token");
        }
        return token;
    }
}
