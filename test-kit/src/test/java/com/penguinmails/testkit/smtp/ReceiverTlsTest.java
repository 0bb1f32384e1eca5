package com.penguinmails.testkit.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

final class ReceiverTlsTest {

    @Test
    void deliversUnderTls() throws Exception {
        try (ScriptedReceiver receiver = ScriptedReceiver.start(); PlainClient client = PlainClient.greeted(receiver)) {
            assertThat(client.startTls(trusting(receiver))).isEqualTo("TLSv1.3");
            assertThat(client.command("MAIL FROM:<a@b.test>")).startsWith("503");
            client.send("EHLO again.test\r\n");
            String offered = "";
            for (String line = client.line();; line = client.line()) {
                offered += line + "\n";
                if (line.startsWith("250 ")) {
                    break;
                }
            }
            assertThat(offered).contains("REQUIRETLS").doesNotContain("STARTTLS");
            assertThat(client.deliver("a@b.test", "c@d.test", "secret".repeat(10_000))).startsWith("250");
            assertThat(receiver.messages()).singleElement()
                    .satisfies(m -> assertThat(m.connection().tls()).hasValue("TLSv1.3"),
                            m -> assertThat(m.size()).isEqualTo(60_002));
            assertThat(receiver.stats().tlsConnections()).isEqualTo(1);
        }
    }

    @Test
    void commandsInjectedBehindStartTlsAreDropped() throws Exception {
        try (ScriptedReceiver receiver = ScriptedReceiver.start(); PlainClient client = PlainClient.greeted(receiver)) {
            client.send("STARTTLS\r\nNOOP\r\nNOOP\r\n");
            assertThat(client.reply()).startsWith("220");
            assertThat(client.isSilentFor(100)).isTrue();
            assertThat(receiver.stats().pipeliningViolations()).isEqualTo(1);
        }
    }

    @Test
    void spoiltHandshakesFail() throws Exception {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            for (String fault : new String[]{"tls-drop", "tls-plain"}) {
                receiver.run("starttls -> " + fault);
                try (PlainClient client = PlainClient.greeted(receiver)) {
                    assertThatThrownBy(() -> client.startTls(trusting(receiver))).as(fault)
                            .isInstanceOf(IOException.class);
                }
            }
            receiver.run("starttls -> 454 4.7.0 TLS not available");
            try (PlainClient client = PlainClient.greeted(receiver)) {
                assertThat(client.command("STARTTLS")).startsWith("454");
                assertThat(client.deliver("a@b.test", "c@d.test", "in clear")).startsWith("250");
            }
        }
    }

    private static SSLContext trusting(ScriptedReceiver receiver) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("receiver", receiver.certificate().orElseThrow());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
