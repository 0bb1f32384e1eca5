package com.penguinmails.mta.connect;

import static com.penguinmails.mta.connect.Deliveries.mail;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.deliver.Delivery;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the network cuts what a receiver says, it means the same. */
class RepliesInPiecesTest {

    private static void sayInPieces(LineServer.Peer peer, SplittableRandom random, String text) throws IOException {
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + 1 + random.nextInt(12));
            peer.say(text.substring(from, to));
            from = to;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void sameOutcomes(long seed) {
        var random = new SplittableRandom(seed);
        try (var server = new LineServer(peer -> {
            sayInPieces(peer, random, "220-hello\r\n220-to\r\n220 you\r\n");
            Object _ = peer.hear();
            sayInPieces(peer, random, "250-name\r\n250-PIPELINING\r\n250-SIZE 1000000\r\n250 ENHANCEDSTATUSCODES\r\n");
            for (int message = 0; message < 20; message++) {
                for (int command = 0; command < 5; command++) {
                    Object _ = peer.hear();
                }
                sayInPieces(peer, random,
                        "250 2.1.0 ok\r\n250 2.1.5 ok\r\n550-5.1.1 no\r\n550 5.1.1 such user\r\n450 4.2.1 later\r\n354 go\r\n");
                byte[] _ = peer.hearContent();
                sayInPieces(peer, random, "250 2.6.0 taken\r\n");
            }
            Object _ = peer.hear();
            sayInPieces(peer, random, "221 bye\r\n");
        }); var client = new SendingClient()) {
            var deliveries = Stream.generate(() -> mail("a@example.org", "b@example.org", "c@example.org"))
                    .limit(20).toArray(Delivery[]::new);

            var sent = client.send(server.port(), deliveries);

            assertThat(sent.allOutcomes()).as("seed %d", seed).hasSize(20);
            assertThat(sent.allOutcomes().stream().map(Deliveries::brief).distinct()).as("seed %d", seed)
                    .containsExactly(List.of("delivered 2.6.0", "bounced 5.1.1", "deferred 4.2.1"));
        }
    }
}
