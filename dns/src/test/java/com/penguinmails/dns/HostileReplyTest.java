package com.penguinmails.dns;

import static com.penguinmails.dns.CachingResolverTest.reason;
import static com.penguinmails.dns.CachingResolverTest.records;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.testkit.dns.DnsFault;
import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Replies that are forged, broken, or come from servers that are no help. */
final class HostileReplyTest {
    private static final InetAddress RIGHT = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress FORGED = InetAddress.ofLiteral("192.0.2.66");

    @Test
    void sendsEdnsAndAsksForRecursion() {
        try (RawServer server = new RawServer(HostileReplyTest::right); ResolverUnderTest dns = on(server)) {
            assertThat(records(dns.ipv4("a.test"))).hasSize(1);
            Message query = server.queries.getFirst();
            assertThat(query.getOPT().getPayloadSize()).isEqualTo(1232);
            assertThat(query.getHeader().getFlag(Flags.RD)).isTrue();
        }
    }

    @Test
    void drawsIdentifiersAndSourcePortsAnewForEachQuery() {
        try (RawServer server = new RawServer(HostileReplyTest::right); ResolverUnderTest dns = on(server)) {
            IntStream.range(0, 100).forEach(i -> assertThat(records(dns.ipv4("d" + i + ".test"))).hasSize(1));
            assertThat(new HashSet<>(server.ports)).hasSizeGreaterThan(90);
            assertThat(server.queries.stream().map(query -> query.getHeader().getID()).distinct())
                    .hasSizeGreaterThan(90);
        }
    }

    @Test
    void passesOverRepliesThatAreNotToItsQuery() {
        Function<Message, List<byte[]>> answer = query -> {
            Message wrongId = RawServer.reply(query, address(query, FORGED));
            wrongId.getHeader().setID(query.getHeader().getID() + 1 & 0xffff);
            Message otherName = RawServer.reply(query, address(query, FORGED));
            otherName.removeAllRecords(Section.QUESTION);
            otherName.addRecord(Record.newRecord(Name.fromConstantString("b.test."), 1, DClass.IN), Section.QUESTION);
            Message noReply = RawServer.reply(query, address(query, FORGED));
            noReply.getHeader().unsetFlag(Flags.QR);
            return List.of(wrongId.toWire(), otherName.toWire(), noReply.toWire(), new byte[1],
                    right(query).getFirst());
        };
        try (RawServer server = new RawServer(answer); ResolverUnderTest dns = on(server)) {
            assertThat(records(dns.ipv4("a.test"))).containsExactly("192.0.2.1");
            assertThat(dns.resolver.statistics()).returns(4L, ResolverStatistics::strayPackets)
                    .returns(1L, ResolverStatistics::queries);
        }
    }

    @Test
    void takesNoReplyFromAnotherAddress() {
        RawServer[] self = new RawServer[1];
        Function<Message, List<byte[]>> answer = query -> {
            byte[] forged = RawServer.reply(query, address(query, FORGED)).toWire();
            try (DatagramSocket other = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
                other.send(new DatagramPacket(forged, forged.length,
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), self[0].ports.getLast())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return right(query);
        };
        try (RawServer server = new RawServer(answer); ResolverUnderTest dns = on(server)) {
            self[0] = server;
            assertThat(records(dns.ipv4("a.test"))).containsExactly("192.0.2.1");
        }
    }

    @Test
    void takesNoRecordOfAnotherName() {
        Function<Message, List<byte[]>> answer = query -> List.of(RawServer.reply(query, address(query, RIGHT),
                new ARecord(Name.fromConstantString("victim.test."), DClass.IN, 300, FORGED)).toWire());
        try (RawServer server = new RawServer(answer); ResolverUnderTest dns = on(server)) {
            assertThat(records(dns.ipv4("a.test"))).containsExactly("192.0.2.1");
            assertThat(dns.resolver.statistics()).returns(1, ResolverStatistics::cacheEntries);
        }
    }

    @Test
    void aPacketCutAnywhereIsAFailureForNow() {
        Function<Message, List<byte[]>> answer = query -> {
            byte[] whole = right(query).getFirst();
            int length = Integer.parseInt(query.getQuestion().getName().getLabelString(0).substring(1));
            return List.of(Arrays.copyOf(whole, Math.min(length, whole.length)));
        };
        try (RawServer server = new RawServer(answer); ResolverUnderTest dns = on(server)) {
            int whole = RawServer.reply(question("d100.test."), address(question("d100.test."), RIGHT)).toWire().length;
            for (int length = 2; length < whole; length++) {
                assertThat(reason(dns.ipv4(String.format("d%03d.test", length)))).endsWith(" sent a malformed reply");
            }
            assertThat(records(dns.ipv4("d" + 100 + ".test"))).hasSize(1);
            assertThat(dns.resolver.statistics()).returns(0, ResolverStatistics::inFlight);
        }
    }

    @Test
    void randomOctetsAreAFailureForNowAndLeaveNoSocketOpen() {
        SplittableRandom random = new SplittableRandom(7);
        Function<Message, List<byte[]>> answer = query -> {
            byte[] packet = new byte[random.nextInt(2, 300)];
            random.nextBytes(packet);
            packet[0] = (byte) (query.getHeader().getID() >> 8);
            packet[1] = (byte) query.getHeader().getID();
            return List.of(packet);
        };
        try (RawServer server = new RawServer(answer);
                ResolverUnderTest dns = ResolverUnderTest.with(ResolverUnderTest::hasty, server.addresses())) {
            long before = openFiles();
            var asked = IntStream.range(0, 1000)
                    .mapToObj(i -> dns.resolver.texts(DomainName.of("d" + i + ".test"))).toList();
            asked.forEach(stage -> assertThat(reason(ResolverUnderTest.await(stage))).startsWith("no answer for d"));
            assertThat(dns.resolver.statistics()).returns(0, ResolverStatistics::inFlight);
            Awaitility.await().until(() -> openFiles() <= before + 10);
        }
    }

    @Test
    void changedOctetsNeverHurtMoreThanTheirQuestion() {
        SplittableRandom random = new SplittableRandom(11);
        Function<Message, List<byte[]>> answer = query -> {
            byte[] packet = right(query).getFirst();
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                packet[random.nextInt(2, packet.length)] = (byte) random.nextInt();
            }
            return List.of(packet);
        };
        try (RawServer server = new RawServer(answer);
                ResolverUnderTest dns = ResolverUnderTest.with(ResolverUnderTest::hasty, server.addresses())) {
            var asked = IntStream.range(0, 2000)
                    .mapToObj(i -> dns.resolver.addresses(DomainName.of("d" + i + ".test"), AddressFamily.IPV4))
                    .toList();
            asked.forEach(stage -> assertThat(ResolverUnderTest.await(stage)).isNotNull());
            assertThat(dns.resolver.statistics()).returns(0, ResolverStatistics::inFlight);
        }
    }

    @Test
    void followsAliasesFromQueryToQueryUpToABound() {
        try (RawServer server = new RawServer(query -> alias(query, 7)); ResolverUnderTest dns = on(server)) {
            assertThat(records(dns.ipv4("d0.test"))).containsExactly("192.0.2.1");
            assertThat(server.queries).hasSize(8);
        }
        try (RawServer server = new RawServer(query -> alias(query, 100)); ResolverUnderTest dns = on(server)) {
            assertThat(reason(dns.ipv4("d0.test"))).endsWith("stands behind more than 8 CNAME records");
            assertThat(server.queries).hasSizeLessThan(12);
        }
    }

    @Test
    void aCircleOfAliasesFromQueryToQueryIsAFailureForNow() {
        Function<Message, List<byte[]>> answer = query -> {
            String name = query.getQuestion().getName().toString();
            return cname(query, name.equals("a.test.") ? "b.test." : "a.test.");
        };
        try (RawServer server = new RawServer(answer); ResolverUnderTest dns = on(server)) {
            var both = List.of(dns.resolver.texts(DomainName.of("a.test")),
                    dns.resolver.texts(DomainName.of("b.test")));
            both.forEach(stage -> assertThat(reason(ResolverUnderTest.await(stage))).contains("go round in a circle"));
            assertThat(server.queries).hasSize(2);
        }
    }

    @Test
    void aServerThatOnlyNamesOtherServersIsNoHelp() {
        Function<Message, List<byte[]>> answer = query -> {
            Message referral = RawServer.reply(query);
            Name test = Name.fromConstantString("test.");
            referral.addRecord(new NSRecord(test, DClass.IN, 300, Name.fromConstantString("ns.test.")),
                    Section.AUTHORITY);
            return List.of(referral.toWire());
        };
        try (RawServer server = new RawServer(answer); ResolverUnderTest dns = on(server)) {
            assertThat(reason(dns.mx("a.test"))).endsWith("only named other servers: it does not look up for us");
        }
    }

    @Test
    void manyAliasesInOneReplyAreAFailureForNow() {
        Function<Message, List<byte[]>> answer = query -> {
            Message reply = RawServer.reply(query);
            for (int i = 0; i < 100; i++) {
                reply.addRecord(new CNAMERecord(Name.fromConstantString("d" + i + ".test."), DClass.IN, 300,
                        Name.fromConstantString("d" + (i + 1) + ".test.")), Section.ANSWER);
            }
            return List.of(reply.toWire());
        };
        try (RawServer server = new RawServer(answer); ResolverUnderTest dns = on(server)) {
            assertThat(reason(dns.ipv4("d0.test"))).isEqualTo("d0.test A: stands behind more than 8 CNAME records");
            assertThat(dns.ipv4("d91.test")).isInstanceOf(DnsAnswer.TemporaryFailure.class);
            assertThat(dns.ipv4("d92.test")).as("eight are followed").isInstanceOf(DnsAnswer.NoData.class);
        }
    }

    @Test
    void whatFailsOverTcpIsAFailureForNow() {
        try (ZoneServer server = ZoneServer.start(new ZoneData());
                ResolverUnderTest dns = ResolverUnderTest.on(server)) {
            server.faults().set("garbage.test", new DnsFault.Truncate(), 1);
            server.faults().setAll(new DnsFault.Garbage());
            assertThat(reason(dns.mx("garbage.test"))).endsWith(" sent a malformed reply");
            server.faults().set("closed.test", new DnsFault.Truncate(), 1);
            server.faults().setAll(new DnsFault.Drop(), 1);
            assertThat(dns.mx("closed.test")).as("the second try").isInstanceOf(DnsAnswer.NoSuchDomain.class);
            assertThat(dns.resolver.statistics()).returns(2L, ResolverStatistics::tcpQueries)
                    .returns(1L, ResolverStatistics::unanswered);
        }
    }

    private static ResolverUnderTest on(RawServer server) {
        return ResolverUnderTest.with(UnaryOperator.identity(), server.addresses());
    }

    private static List<byte[]> right(Message query) {
        return List.of(RawServer.reply(query, address(query, RIGHT)).toWire());
    }

    private static Record address(Message query, InetAddress address) {
        return new ARecord(query.getQuestion().getName(), DClass.IN, 300, address);
    }

    private static Message question(String name) {
        return Message.newQuery(Record.newRecord(Name.fromConstantString(name), 1, DClass.IN));
    }

    /** An alias of d0 to d1 to d2 and so on, one in each reply, and an address at the last. */
    private static List<byte[]> alias(Message query, int last) {
        int number = Integer.parseInt(query.getQuestion().getName().getLabelString(0).substring(1));
        return number == last ? right(query) : cname(query, "d" + (number + 1) + ".test.");
    }

    private static List<byte[]> cname(Message query, String target) {
        return List.of(RawServer.reply(query, new CNAMERecord(query.getQuestion().getName(), DClass.IN, 300,
                Name.fromConstantString(target))).toWire());
    }

    private static long openFiles() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class).getOpenFileDescriptorCount();
    }
}
