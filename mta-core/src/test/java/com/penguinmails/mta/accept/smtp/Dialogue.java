package com.penguinmails.mta.accept.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** A plain socket that says what the test says, octet for octet. Each character up to U+00FF is one octet. */
final class Dialogue implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Dialogue(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** Connects and expects the greeting. */
    static Dialogue open(int port) throws IOException {
        Dialogue dialogue = silent(port);
        assertThat(dialogue.reply()).startsWith("220 ");
        return dialogue;
    }

    /** Connects and reads nothing. */
    static Dialogue silent(int port) throws IOException {
        return new Dialogue(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    void send(String octets) throws IOException {
        out.write(octets.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    void sendUtf8(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Sends in pieces of random lengths, each its own TCP segment as far as the system lets it. */
    void sendSplit(String octets, Random random, int longest) throws IOException {
        for (int at = 0; at < octets.length();) {
            int end = Math.min(octets.length(), at + 1 + random.nextInt(longest));
            send(octets.substring(at, end));
            at = end;
        }
    }

    /** One reply, all its lines, without the last CRLF; empty if the server closed instead. */
    @CanIgnoreReturnValue
    String reply() throws IOException {
        var reply = new StringBuilder();
        while (true) {
            String line = line();
            reply.append(line);
            if (line.length() < 4 || line.charAt(3) != '-') {
                return reply.toString();
            }
            reply.append('\n');
        }
    }

    /** Sends a line and reads the reply to it. */
    @CanIgnoreReturnValue
    String ask(String command) throws IOException {
        send(command + "\r\n");
        return reply();
    }

    /** Whether the server closes without another word. */
    boolean isClosed() throws IOException {
        return in.read() < 0;
    }

    /** EHLO, MAIL, RCPT, DATA; then content may come. */
    void beginData(String... recipients) throws IOException {
        assertThat(ask("EHLO client.example")).startsWith("250-");
        assertThat(ask("MAIL FROM:<sender@example.com>")).startsWith("250 2.1.0");
        for (String recipient : recipients.length == 0 ? new String[]{"rcpt@receiver.example"} : recipients) {
            assertThat(ask("RCPT TO:<" + recipient + ">")).startsWith("250 2.1.5");
        }
        assertThat(ask("DATA")).startsWith("354 ");
    }

    /** Goes away in the middle of the dialogue. */
    void leave() throws IOException {
        socket.close();
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            if (octet != '\r') {
                line.append((char) octet);
            }
            octet = in.read();
        }
        return line.toString();
    }
}
