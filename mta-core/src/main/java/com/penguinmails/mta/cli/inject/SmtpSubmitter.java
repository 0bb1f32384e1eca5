package com.penguinmails.mta.cli.inject;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Submits by SMTP (RFC 5321) over one connection, opened when needed. With pipelining MAIL, RCPT and DATA go in one write, and the
 * content follows when DATA was accepted.
 */
public final class SmtpSubmitter implements Submitter {
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int LINE_MAX = 4096;
    private static final int LINES_MAX = 200;
    private static final int SERVICE_CLOSING = 421;
    private static final byte[] END_OF_DATA = ".\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress target;
    private final boolean pipelining;
    private final MailTemplate mail;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    /** Connects at the first submission. */
    public SmtpSubmitter(InetSocketAddress target, boolean pipelining, MailTemplate mail) {
        this.target = target;
        this.pipelining = pipelining;
        this.mail = mail;
    }

    @Override
    public int submit(long number) throws IOException {
        try {
            if (socket == null) {
                int greeting = connect();
                if (greeting / 100 != 2) {
                    close();
                    return greeting;
                }
            }
            int code = transaction(number);
            if (code == SERVICE_CLOSING) {
                close();
            } else if (code / 100 != 2) {
                write("RSET\r\n");
                var _ = reply();
            }
            return code;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        try (Socket closing = socket) {
            if (closing != null) {
                closing.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // The connection is gone already.
        }
        socket = null;
    }

    private int connect() throws IOException {
        Socket opened = new Socket();
        socket = opened;
        opened.setTcpNoDelay(true);
        opened.setSoTimeout(TIMEOUT_MILLIS);
        opened.connect(target, TIMEOUT_MILLIS);
        in = new BufferedInputStream(opened.getInputStream());
        int greeting = reply();
        if (greeting / 100 != 2) {
            return greeting;
        }
        write("EHLO inject.test\r\n");
        return reply();
    }

    /** The reply that decides: of the first command refused, or of the end of data. */
    private int transaction(long number) throws IOException {
        String from = "MAIL FROM:<" + mail.from(number) + ">\r\n";
        String to = "RCPT TO:<" + mail.to(number) + ">\r\n";
        int code = pipelining ? group(from + to + "DATA\r\n") : oneByOne(from, to, "DATA\r\n");
        if (code / 100 != 3) {
            return code;
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(mail.content(number));
        content.writeBytes(END_OF_DATA);
        write(content);
        return reply();
    }

    private int group(String commands) throws IOException {
        write(commands);
        int mailCode = reply();
        int rcptCode = reply();
        int dataCode = reply();
        int refused = mailCode / 100 != 2 ? mailCode : rcptCode / 100 != 2 ? rcptCode : 0;
        if (refused != 0 && dataCode / 100 == 3) {
            // A server may ask for content all the same; RFC 2920 section 3.1 has the client send nothing but the end.
            write(".\r\n");
            var _ = reply();
        }
        return refused != 0 ? refused : dataCode;
    }

    private int oneByOne(String... commands) throws IOException {
        int code = 0;
        for (String command : commands) {
            write(command);
            code = reply();
            if (code / 100 > 3) {
                return code;
            }
        }
        return code;
    }

    private void write(String text) throws IOException {
        Objects.requireNonNull(socket).getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(ByteArrayOutputStream bytes) throws IOException {
        bytes.writeTo(Objects.requireNonNull(socket).getOutputStream());
    }

    private int reply() throws IOException {
        for (int lines = 0; lines < LINES_MAX; lines++) {
            byte[] line = line();
            if (line.length < 3) {
                throw new IOException("no reply: " + new String(line, StandardCharsets.UTF_8));
            }
            if (line.length == 3 || line[3] != '-') {
                return code(line);
            }
        }
        throw new IOException("a reply of more than " + LINES_MAX + " lines");
    }

    private static int code(byte[] line) throws IOException {
        int code = 0;
        for (int i = 0; i < 3; i++) {
            int digit = line[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new IOException("no reply code: " + new String(line, StandardCharsets.UTF_8));
            }
            code = code * 10 + digit;
        }
        return code;
    }

    private byte[] line() throws IOException {
        InputStream stream = Objects.requireNonNull(in);
        ByteArrayOutputStream line = new ByteArrayOutputStream(64);
        for (int b = stream.read(); b != '\n'; b = stream.read()) {
            if (b < 0 || line.size() > LINE_MAX) {
                throw b < 0
                        ? new EOFException("connection closed by the server")
                        : new IOException("a reply line over " + LINE_MAX + " bytes");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toByteArray();
    }
}
