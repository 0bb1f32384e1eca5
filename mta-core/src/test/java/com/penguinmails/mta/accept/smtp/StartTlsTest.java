package com.penguinmails.mta.accept.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.mta.counter.Counter;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** STARTTLS with a real certificate, made by the JDK's own keytool. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final TestNode.Settings settings = new TestNode.Settings();
    private KeyStore store;

    StartTlsTest() throws GeneralSecurityException {
        store = KeyStore.getInstance("PKCS12");
    }

    @BeforeAll
    void makeCertificate(@TempDir Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        Path file = directory.resolve("key.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "a", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=localhost",
                "-ext", "san=dns:localhost,ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", file.toString(),
                "-storepass", "changeit").inheritIO().start();
        assertThat(keytool.waitFor()).isZero();
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        settings.certificate = pem(directory, "CERTIFICATE", store.getCertificate("a").getEncoded());
        settings.privateKey = pem(directory, "PRIVATE KEY", store.getKey("a", PASSWORD).getEncoded());
        settings.trustLoopback = false;
    }

    private static Path pem(Path directory, String label, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der);
        return Files.writeString(directory.resolve(label + ".pem"),
                "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    @Test
    void afterTlsTheSessionStartsAnewAndMailGoesThrough() throws Exception {
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            assertThat(client.ask("EHLO c")).contains("250-STARTTLS");
            client.ask("AUTH PLAIN " + credentials());
            assertThat(client.ask("MAIL FROM:<a@example.com>")).startsWith("250");
            assertThat(client.ask("STARTTLS")).startsWith("220 2.0.0");
            try (Dialogue secure = secured(client)) {
                assertThat(secure.ask("RCPT TO:<a@receiver.example>")).startsWith("503");
                assertThat(secure.ask("MAIL FROM:<a@example.com>")).startsWith("503 5.5.1 Say EHLO");
                assertThat(secure.ask("EHLO c")).doesNotContain("STARTTLS").contains("AUTH PLAIN LOGIN");
                assertThat(secure.ask("STARTTLS")).startsWith("503 5.5.1");
                assertThat(secure.ask("MAIL FROM:<a@example.com>")).startsWith("530 5.7.0");
                assertThat(secure.ask("AUTH PLAIN " + credentials())).startsWith("235");
                secure.ask("MAIL FROM:<a@example.com>");
                secure.ask("RCPT TO:<a@receiver.example>");
                secure.ask("DATA");
                secure.send("From: a@example.com\r\n\r\n" + "x\r\n".repeat(50_000) + ".\r\n");
                assertThat(secure.reply()).startsWith("250 2.0.0 Accepted");
                assertThat(secure.ask("QUIT")).startsWith("221");
            }
            assertThat(node.content(0)).contains(" with ESMTPSA id ").hasSizeGreaterThan(150_000);
            assertThat(node.count(Counter.SMTP_TLS_SESSIONS)).isEqualTo(1);
        }
    }

    @Test
    void whatIsPipelinedBehindStartTlsIsNeverExecuted() throws IOException {
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            client.ask("EHLO c");
            client.send("STARTTLS\r\nEHLO injected\r\nMAIL FROM:<evil@example.com>\r\n");
            assertThat(client.reply()).startsWith("554 5.5.1");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void clearTextInsteadOfAHandshakeEndsTheConnection() throws IOException {
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            client.ask("EHLO c");
            assertThat(client.ask("STARTTLS")).startsWith("220");
            client.send("EHLO injected\r\nMAIL FROM:<evil@example.com>\r\n");
            assertThatThrownBy(() -> {
                while (!client.isClosed()) {
                    assertThat(client.reply()).doesNotStartWith("250");
                }
                throw new IOException("closed");
            }).isInstanceOf(IOException.class);
            Eventually.holds(() -> node.sessions() == 0);
        }
    }

    @Test
    void aCertificateThatCannotBeReadIsNamed(@TempDir Path directory) throws IOException {
        var broken = new TestNode.Settings();
        broken.certificate = Files.writeString(directory.resolve("broken.pem"), "nothing");
        broken.privateKey = settings.privateKey;
        assertThatThrownBy(() -> TestNode.start(broken)).isInstanceOf(IOException.class)
                .hasMessageContaining("smtp.certificate");
    }

    private Dialogue secured(Dialogue clear) throws GeneralSecurityException, IOException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        var certificates = KeyStore.getInstance(KeyStore.getDefaultType());
        certificates.load(null, null);
        certificates.setCertificateEntry("a", store.getCertificate("a"));
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        Socket socket = clear.socket();
        var secure = (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        secure.startHandshake();
        return new Dialogue(secure);
    }

    private static String credentials() {
        String text = "\0" + TestNode.KEY.id() + "\0" + TestNode.KEY.reveal();
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
