package com.penguinmails.control.preflight;

import com.penguinmails.dkim.CryptoProviders;
import com.penguinmails.dkim.DkimKeyPair;
import com.penguinmails.dkim.DkimKeys;
import com.penguinmails.dkim.DkimSigner;
import com.penguinmails.dkim.HeaderSelection;
import com.penguinmails.dkim.SignatureOptions;
import com.penguinmails.dkim.SigningKey;
import com.penguinmails.dns.CachingResolver;
import com.penguinmails.dns.DomainName;
import com.penguinmails.dns.ResolverSettings;
import com.penguinmails.mta.message.ReversePath;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import com.penguinmails.testkit.dns.DnsFaults;
import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** A sender in order, {@code example.test} at 192.0.2.1, with DNS of its own; a test breaks one thing of it. */
final class PreflightRig implements AutoCloseable {
    static final InetAddress SOURCE = InetAddress.ofLiteral("192.0.2.1");
    static final String SELECTOR = "s1";

    private static final CryptoProviders CRYPTO = CryptoProviders.jdk();
    private static final DkimKeyPair KEY = new DkimKeys(CRYPTO).generateRsa(2048);

    private final ZoneServer dns = ZoneServer.start(new ZoneData());
    private final CachingResolver resolver;

    /** The time of every date in these mails. */
    static final class StandingClock implements Clock {
        @Override
        public long millis() {
            return Instant.parse("2026-11-23T06:00:30Z").toEpochMilli();
        }

        @Override
        public long nanoTime() {
            return 0;
        }
    }

    PreflightRig() throws IOException {
        ResolverSettings defaults = ResolverSettings.defaults();
        Clock clock = new SystemClock();
        resolver = CachingResolver.start(
                new ResolverSettings(defaults.query().withServers(List.of(dns.address())), defaults.cache()), clock,
                clock::nanoTime, Randomness.seeded(1));
        zones().txt("bounce.example.test", "v=spf1 ip4:192.0.2.1 -all")
                .txt("_dmarc.example.test", "v=DMARC1; p=reject")
                .ptr(SOURCE, "out.example.test").address("out.example.test", "192.0.2.1");
        publish("example.test");
    }

    ZoneData zones() {
        return dns.zones();
    }

    DnsFaults faults() {
        return dns.faults();
    }

    /** Publishes the key of all tests for one more domain. */
    void publish(String domain) {
        zones().txt(SELECTOR + "._domainkey." + domain, KEY.keyRecord().text());
    }

    static SendingTerms terms() {
        return new SendingTerms(List.of(SOURCE), DomainName.of("out.example.test"),
                ReversePath.parse("b-1@bounce.example.test"), true);
    }

    static byte[] signed(String mail) {
        return signed(mail, "example.test", HeaderSelection.defaults());
    }

    static byte[] signed(String mail, String domain, HeaderSelection fields) {
        return signed(mail, new SigningKey(domain, SELECTOR, KEY), fields);
    }

    /** Signed by example.test with a key in PEM. */
    static byte[] signed(String mail, String selector, String pem) {
        return signed(mail, new SigningKey("example.test", selector, new DkimKeys(CRYPTO).fromPem(pem)),
                HeaderSelection.defaults());
    }

    private static byte[] signed(String mail, SigningKey key, HeaderSelection fields) {
        byte[] octets = mail.getBytes(StandardCharsets.UTF_8);
        byte[] signature = new DkimSigner(List.of(key), SignatureOptions.defaults().withHeaders(fields), CRYPTO,
                new StandingClock()).sign(octets);
        var out = new ByteArrayOutputStream();
        out.writeBytes(signature);
        out.writeBytes(octets);
        return out.toByteArray();
    }

    PreflightReport check(byte[] mail, SendingTerms terms) {
        return new Preflight(resolver, new StandingClock(), CRYPTO).check(mail, terms);
    }

    @Override
    public void close() {
        resolver.close();
        dns.close();
    }
}
