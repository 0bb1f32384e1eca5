package com.penguinmails.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Hands messages to a mail server by SMTP, one after the other over one connection. For one thread. */
final class SmtpSubmission implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final BufferedReader in;

    private SmtpSubmission(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    static SmtpSubmission open(InetSocketAddress server) throws IOException {
        Socket socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        var submission = new SmtpSubmission(socket);
        submission.expect('2');
        submission.say("EHLO bench.test", '2');
        return submission;
    }

    /** @param content header and body with CRLF line ends, no line beginning with a dot */
    void submit(String from, String to, String content) throws IOException {
        say("MAIL FROM:<" + from + ">", '2');
        say("RCPT TO:<" + to + ">", '2');
        say("DATA", '3');
        say(content + ".", '2');
    }

    private void say(String line, char answer) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        expect(answer);
    }

    private void expect(char first) throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        if (line == null || line.isEmpty() || line.charAt(0) != first) {
            throw new IOException("the server answered: " + line);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
