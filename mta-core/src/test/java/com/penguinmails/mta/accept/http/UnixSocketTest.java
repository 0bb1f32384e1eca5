package com.penguinmails.mta.accept.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.mta.spool.MemoryDisk;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnixSocketTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void theApiAnswersOnAUnixDomainSocketAndTrustsIt() throws Exception {
        Path path = directory.resolve("api.sock");
        leaveStale(path);
        try (ApiNode node = ApiNode.start(new MemoryDisk(), ApiNode.config(path))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-rw----");
            String body = "{\"from\": \"a@x.test\", \"to\": \"b@y.test\", \"text\": \"t\"}";
            try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                socket.write(StandardCharsets.US_ASCII.encode("POST /v1/messages HTTP/1.1\r\nHost: local\r\n"
                        + "Connection: close\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body));
                socket.shutdownOutput();
                String answer = new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 202 ").contains("\"state\":\"queued\"");
            }
            assertThat(node.spool.messages()).hasSize(1);
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void aSocketThatIsServedAndAFileThatIsNoneAreLeftAlone() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertThatThrownBy(() -> ApiNode.start(new MemoryDisk(), ApiNode.config(file))).isInstanceOf(IOException.class)
                .hasMessageContaining("no socket");
        assertThat(file).exists();
        Path served = directory.resolve("served.sock");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(served));
            assertThatThrownBy(() -> ApiNode.start(new MemoryDisk(), ApiNode.config(served)))
                    .isInstanceOf(IOException.class).hasMessageContaining("another process");
            assertThat(served).exists();
        }
    }

    private static void leaveStale(Path path) throws IOException {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path)).close();
        assertThat(path).exists();
    }
}
