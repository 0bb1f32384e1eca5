package com.penguinmails.system.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.system.fixture.MailWorld;
import com.penguinmails.system.fixture.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A node that routes each receiver's domain to that receiver. */
final class InteropWorld implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final MailWorld mail;
    private final NodeProcess node;

    private InteropWorld(MailWorld mail, NodeProcess node) {
        this.mail = mail;
        this.node = node;
    }

    /** @param more further tables of {@code node.toml} */
    static InteropWorld start(Path folder, String more, List<? extends MailReceiver> receivers)
            throws IOException, InterruptedException {
        MailWorld mail = MailWorld.start();
        mail.writeConfig(folder, more + receivers.stream()
                .map(receiver -> "[[routes]]\ndomain = \"%s\"\nhosts = [\"127.0.0.1:%d\"]\n"
                        .formatted(receiver.domain(), receiver.port()))
                .collect(Collectors.joining()));
        var world = new InteropWorld(mail, new NodeProcess(folder));
        world.node.start();
        return world;
    }

    int submissionPort() {
        return node.smtp().getPort();
    }

    /** A receiver that a client can submit to directly, to see what it says to a node. */
    int referencePort() {
        return mail.receiver().port();
    }

    /** What the last client said to the reference receiver, one character for each octet. */
    String reference() {
        return mail.receiver().messages().getLast().text();
    }

    /** The one copy of what a recipient got. */
    static String awaitOnly(MailReceiver receiver, String recipient) throws IOException {
        await().atMost(LIMIT).until(() -> !receiver.messagesFor(recipient).isEmpty());
        List<String> messages = receiver.messagesFor(recipient);
        assertThat(messages).hasSize(1);
        return messages.getFirst();
    }

    /** The first event of this type for a recipient, once it is there. */
    JsonNode awaitEvent(String type, String recipient) {
        return await().atMost(LIMIT).until(() -> events(recipient).stream()
                .filter(event -> event.path("type").asText().equals(type)).findFirst(), found -> found.isPresent())
                .orElseThrow();
    }

    /** What the node says of a recipient of a message. */
    JsonNode recipient(String messageId, String address) throws IOException, InterruptedException {
        for (JsonNode recipient : node.get(node.api("/v1/messages/" + messageId)).path("recipients")) {
            if (recipient.path("address").asText().equals(address)) {
                return recipient;
            }
        }
        throw new AssertionError(messageId + " has no recipient " + address);
    }

    /** The balance once nothing is queued. */
    JsonNode awaitSettled() throws IOException, InterruptedException {
        return node.awaitSettled(LIMIT);
    }

    /** In the order in which they happened. */
    List<JsonNode> events(String recipient) throws IOException, InterruptedException {
        List<JsonNode> found = new ArrayList<>();
        String cursor = "";
        boolean more = true;
        while (more) {
            JsonNode page = node.get(node.api("/v1/events?limit=100" + cursor));
            for (JsonNode event : page.path("data")) {
                if (event.path("recipient").asText().equals(recipient)) {
                    found.add(event);
                }
            }
            more = page.path("has_more").asBoolean();
            cursor = "&after=" + page.path("next_cursor").asText();
        }
        return found;
    }

    @Override
    public void close() {
        node.close();
        mail.close();
    }
}
