package com.penguinmails.testkit.smtp;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A blocking SMTP client that sends exactly what it is told. */
final class PlainClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private Socket socket;
    private InputStream in;

    PlainClient(InetSocketAddress address) throws IOException {
        socket = new Socket();
        socket.connect(address, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Past the greeting and EHLO. */
    static PlainClient greeted(ScriptedReceiver receiver) throws IOException {
        PlainClient client = new PlainClient(receiver.address());
        client.reply();
        client.command("EHLO client.test");
        return client;
    }

    /** Sends a line and returns the last line of the reply to it. */
    @CanIgnoreReturnValue
    String command(String line) throws IOException {
        send(line + "\r\n");
        return reply();
    }

    void send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** One transaction of one message; the reply to its end. */
    @CanIgnoreReturnValue
    String deliver(String from, String to, String content) throws IOException {
        command("MAIL FROM:<" + from + ">");
        command("RCPT TO:<" + to + ">");
        command("DATA");
        return command(content + "\r\n.");
    }

    /** The last line of the next reply. */
    @CanIgnoreReturnValue
    String reply() throws IOException {
        for (String line = line();; line = line()) {
            if (line.length() < 4 || line.charAt(3) != '-') {
                return line;
            }
        }
    }

    /** The next line without its line feed; a stream that ends throws. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("connection closed after \"" + line + "\"");
            }
            line.append((char) b);
        }
        return line.toString().strip();
    }

    boolean isClosedByServer() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    /** Whether nothing arrives for a while. */
    boolean isSilentFor(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            return in.read() < -1;
        } catch (java.net.SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** Turns to TLS; the handshake's failure is an {@link IOException}. */
    String startTls(SSLContext context) throws IOException {
        command("STARTTLS");
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(),
                true);
        secured.startHandshake();
        socket = secured;
        in = new BufferedInputStream(secured.getInputStream());
        return secured.getSession().getProtocol();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
