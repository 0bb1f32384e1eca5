package com.penguinmails.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class DelayingRelayTest {
    private static final int PATIENCE_MILLIS = 30_000;

    private ServerSocket echo = new ServerSocket();

    DelayingRelayTest() throws IOException {}

    @BeforeEach
    void startEcho() throws IOException {
        echo.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        Thread.ofVirtual().start(() -> {
            while (!echo.isClosed()) {
                try {
                    Socket connection = echo.accept();
                    Thread.ofVirtual().start(() -> echo(connection));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void stopEcho() throws IOException {
        echo.close();
    }

    @Test
    void bytesArriveLateWholeAndInOrderAndAllAtOnceUnderWay() throws IOException {
        byte[] sent = new byte[300_000];
        new SplittableRandom(1).nextBytes(sent);
        try (DelayingRelay relay = DelayingRelay.start(target(), Duration.ofMillis(500));
                Socket client = connect(relay)) {
            OutputStream out = client.getOutputStream();
            for (int at = 0; at < sent.length; at += 3000) {
                out.write(sent, at, 3000);
            }
            assertThat(isSilent(client, 200)).isTrue();
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
        }
    }

    @Test
    void bandwidthHoldsBytesBack() throws IOException {
        try (DelayingRelay relay = DelayingRelay.start(target(), Duration.ZERO, 20_000);
                Socket client = connect(relay)) {
            client.getOutputStream().write(new byte[40_000]);
            InputStream in = client.getInputStream();
            assertThat(isSilent(client, 100)).isTrue();
            assertThat(in.readNBytes(40_000)).hasSize(40_000);
        }
    }

    @Test
    void cutBreaksConnectionsAndServesNewOnes() throws IOException {
        try (DelayingRelay relay = DelayingRelay.start(target(), Duration.ZERO); Socket client = connect(relay)) {
            assertThat(roundTrip(client, 7)).isEqualTo(7);
            assertThat(relay.openConnections()).isEqualTo(1);
            relay.cut();
            assertThat(isClosed(client)).isTrue();
            try (Socket again = connect(relay)) {
                assertThat(roundTrip(again, 8)).isEqualTo(8);
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> relay.openConnections() == 0);
        }
    }

    @Test
    void blackHoleHoldsEverythingUntilItEnds() throws IOException {
        try (DelayingRelay relay = DelayingRelay.start(target(), Duration.ofMillis(1));
                Socket client = connect(relay)) {
            assertThat(roundTrip(client, 1)).isEqualTo(1);
            relay.setBlackHole(true);
            client.getOutputStream().write(2);
            assertThat(isSilent(client, 200)).isTrue();
            relay.setBlackHole(false);
            assertThat(client.getInputStream().read()).isEqualTo(2);
            relay.setDelay(Duration.ofSeconds(1));
            client.getOutputStream().write(3);
            assertThat(isSilent(client, 200)).isTrue();
            assertThat(client.getInputStream().read()).isEqualTo(3);
        }
    }

    @Test
    void deadTargetClosesTheConnection() throws IOException {
        InetSocketAddress target = target();
        echo.close();
        try (DelayingRelay relay = DelayingRelay.start(target, Duration.ZERO); Socket client = connect(relay)) {
            assertThat(isClosed(client)).isTrue();
        }
    }

    private static int roundTrip(Socket client, int b) throws IOException {
        client.getOutputStream().write(b);
        return client.getInputStream().read();
    }

    private static boolean isSilent(Socket client, int millis) throws IOException {
        client.setSoTimeout(millis);
        try {
            return client.getInputStream().read() < -1;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            client.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    private static boolean isClosed(Socket client) throws IOException {
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    private InetSocketAddress target() {
        return (InetSocketAddress) echo.getLocalSocketAddress();
    }

    private static Socket connect(DelayingRelay relay) throws IOException {
        Socket client = new Socket();
        client.connect(relay.address(), PATIENCE_MILLIS);
        client.setSoTimeout(PATIENCE_MILLIS);
        return client;
    }

    private static void echo(Socket connection) {
        try (connection) {
            long _ = connection.getInputStream().transferTo(connection.getOutputStream());
        } catch (IOException e) {
            // The other side broke the connection, as some tests want.
        }
    }
}
