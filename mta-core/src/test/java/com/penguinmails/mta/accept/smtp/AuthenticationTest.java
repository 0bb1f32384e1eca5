package com.penguinmails.mta.accept.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.counter.Counter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
    private final TestNode.Settings settings = new TestNode.Settings();

    @BeforeEach
    void trustNobody() {
        settings.trustLoopback = false;
    }

    @Test
    void withoutAKeyNothingIsRelayed() throws IOException {
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            client.ask("EHLO c");
            assertThat(client.ask("MAIL FROM:<a@example.com>")).startsWith("530 5.7.0");
            assertThat(client.ask("RCPT TO:<a@receiver.example>")).startsWith("503");
            assertThat(client.ask("DATA")).startsWith("503");
        }
    }

    @Test
    void plainWithAnInitialResponse() throws IOException {
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            assertThat(client.ask("EHLO c")).contains("250-AUTH PLAIN LOGIN");
            assertThat(client.ask("AUTH plain " + plain("", TestNode.KEY.id(), TestNode.KEY.reveal())))
                    .startsWith("235 2.7.0");
            assertThat(client.ask("AUTH PLAIN")).startsWith("503 5.5.1");
            sendOk(client, "sender@example.com");
            assertThat(node.message().keyId()).isEqualTo(TestNode.KEY.id());
            assertThat(node.message().labels().tenant()).isEqualTo("acme");
            assertThat(node.content(0)).contains(" with ESMTPA id ").doesNotContain(TestNode.KEY.id());
            assertThat(node.count(Counter.SMTP_AUTHENTICATIONS)).isEqualTo(1);
        }
    }

    @Test
    void plainInADialogue() throws IOException {
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            client.ask("EHLO c");
            assertThat(client.ask("AUTH PLAIN")).isEqualTo("334 ");
            String own = plain(TestNode.KEY.id(), TestNode.KEY.id(), TestNode.KEY.reveal());
            assertThat(client.ask(own)).startsWith("235 2.7.0");
        }
    }

    @Test
    void loginWithAndWithoutAnInitialResponse() throws IOException {
        try (TestNode node = TestNode.start(settings)) {
            try (Dialogue client = node.connect()) {
                client.ask("EHLO c");
                assertThat(client.ask("AUTH LOGIN")).isEqualTo("334 VXNlcm5hbWU6");
                assertThat(client.ask(base64(TestNode.KEY.id()))).isEqualTo("334 UGFzc3dvcmQ6");
                assertThat(client.ask(base64(TestNode.KEY.reveal()))).startsWith("235");
            }
            try (Dialogue client = node.connect()) {
                client.ask("EHLO c");
                assertThat(client.ask("AUTH LOGIN " + base64(TestNode.KEY.id()))).isEqualTo("334 UGFzc3dvcmQ6");
                assertThat(client.ask(base64(TestNode.KEY.reveal()))).startsWith("235");
            }
        }
    }

    @Test
    void wrongCredentialsAreRefusedAndTheThirdTimeIsTheLast() throws IOException {
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            client.ask("EHLO c");
            assertThat(client.ask("AUTH PLAIN " + plain("", TestNode.FREE_KEY.id(), TestNode.KEY.reveal())))
                    .startsWith("535 5.7.8");
            assertThat(client.ask("AUTH PLAIN " + plain("other", TestNode.KEY.id(), TestNode.KEY.reveal())))
                    .startsWith("535 5.7.8");
            assertThat(client.ask("AUTH PLAIN " + base64("no separators"))).startsWith("535 5.7.8");
            assertThat(client.reply()).startsWith("421 4.7.0 Too many failed logins");
            assertThat(client.isClosed()).isTrue();
            assertThat(node.count(Counter.SMTP_AUTHENTICATION_FAILURES)).isEqualTo(3);
        }
    }

    @Test
    void aDialogueMayBeCancelledOrGarbled() throws IOException {
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            client.ask("EHLO c");
            client.ask("AUTH LOGIN");
            assertThat(client.ask("*")).startsWith("501");
            assertThat(client.ask("AUTH PLAIN ?")).startsWith("501 5.5.2");
            assertThat(client.ask("AUTH CRAM-MD5")).startsWith("504 5.5.4");
            client.ask("AUTH PLAIN");
            assertThat(client.ask("x".repeat(5000))).startsWith("500 5.5.2");
            assertThat(client.ask("NOOP")).startsWith("250");
        }
    }

    @Test
    void aKeyKeepsToItsDomainsAndItsTenant() throws IOException {
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            client.ask("EHLO c");
            client.ask("AUTH PLAIN " + plain("", TestNode.KEY.id(), TestNode.KEY.reveal()));
            assertThat(send(client, "a@other.example", "From: a@example.com\r\n")).startsWith("550 5.7.1");
            assertThat(send(client, "", "From: a@example.com\r\n")).startsWith("550 5.7.1");
            assertThat(send(client, "a@example.com", "From: a@other.example\r\n"))
                    .startsWith("550 5.7.1 this key may not");
            assertThat(send(client, "a@example.com", "From: a@example.com\r\nX-Penguin-Tenant: other\r\n"))
                    .startsWith("550 5.7.1");
            assertThat(send(client, "a@example.com", "From: a@EXAMPLE.com\r\nX-Penguin-Tenant: acme\r\n"))
                    .startsWith("250");
        }
    }

    @Test
    void aKeyWithoutDomainsMaySendAsAny() throws IOException {
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            client.ask("EHLO c");
            client.ask("AUTH PLAIN " + plain("", TestNode.FREE_KEY.id(), TestNode.FREE_KEY.reveal()));
            assertThat(send(client, "", "From: a@anything.example\r\n")).startsWith("250");
        }
    }

    private static void sendOk(Dialogue client, String from) throws IOException {
        assertThat(send(client, from, "From: " + from + "\r\n")).startsWith("250 2.0.0");
    }

    private static String send(Dialogue client, String reversePath, String header) throws IOException {
        assertThat(client.ask("MAIL FROM:<" + reversePath + ">")).startsWith("250");
        assertThat(client.ask("RCPT TO:<rcpt@receiver.example>")).startsWith("250");
        assertThat(client.ask("DATA")).startsWith("354");
        client.send(header + "\r\nbody\r\n.\r\n");
        return client.reply();
    }

    private static String plain(String authorization, String user, String password) {
        return base64(authorization + "\0" + user + "\0" + password);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
