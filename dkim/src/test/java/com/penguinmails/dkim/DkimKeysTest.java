package com.penguinmails.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPairGenerator;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DkimKeysTest {

    private final DkimKeys keys = new DkimKeys(CryptoProviders.choose());

    @Test
    void writtenKeyIsReadAgain() {
        for (DkimKeyPair pair : new DkimKeyPair[]{keys.generateRsa(2048), keys.generateEd25519()}) {
            String pem = keys.toPem(pair);
            DkimKeyPair again = keys.fromPem("# a comment before\n" + pem.replace("\n", "\r\n"));

            assertThat(pem).startsWith("-----BEGIN PRIVATE KEY-----\n").endsWith("\n-----END PRIVATE KEY-----\n");
            assertThat(again.algorithm()).isEqualTo(pair.algorithm());
            assertThat(again.bits()).isEqualTo(pair.bits());
            assertThat(again.keyRecord()).isEqualTo(pair.keyRecord());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 4096})
    void rsaKeyWithinTheBoundsIsReadInBothForms(int bits) throws Exception {
        byte[] pkcs8 = bits == 1024 ? rsa(bits) : keys.generateRsa(bits).privateKey().getEncoded();
        byte[] pkcs1 = PrivateKeyInfo.getInstance(pkcs8).parsePrivateKey().toASN1Primitive().getEncoded();

        assertThat(keys.fromPem(pem("PRIVATE KEY", pkcs8)).bits()).isEqualTo(bits);
        assertThat(keys.fromPem(pem("RSA PRIVATE KEY", pkcs1)).bits()).isEqualTo(bits);
    }

    @Test
    void rsaKeyOutsideTheBoundsIsRefused() throws Exception {
        byte[] small = rsa(1008);

        assertThatThrownBy(() -> keys.fromPem(pem("PRIVATE KEY", small)))
                .hasMessage("key file: RSA key of 1008 bits; loaded are 1024 to 4096, and 2048 is the size to make");
        assertThatThrownBy(() -> keys.generateRsa(1024)).hasMessageContaining("2048 to 4096");
        assertThatThrownBy(() -> keys.generateRsa(8192)).hasMessageContaining("2048 to 4096");
    }

    @Test
    void keyOfAnotherKindIsRefused() throws Exception {
        byte[] elliptic = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate().getEncoded();

        assertThatThrownBy(() -> keys.fromPem(pem("PRIVATE KEY", elliptic)))
                .hasMessageContaining("neither an RSA nor an Ed25519 key");
    }

    @Test
    void damagedKeyIsRefusedWithoutShowingIt() {
        String pem = keys.toPem(keys.generateRsa(2048));
        String line = pem.lines().toList().get(12);
        String damaged = pem.replace(line, line.substring(0, 30) + "AAAAAAAAAAAA" + line.substring(42));

        assertThatThrownBy(() -> keys.fromPem(damaged)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("damaged").hasNoCause().message().doesNotContain(line.substring(0, 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "hello", "-----BEGIN PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\n***\n-----END PRIVATE KEY-----\n",
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n"})
    void textWithoutAPrivateKeyIsRefused(String text) {
        assertThatThrownBy(() -> keys.fromPem(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("key file: ");
    }

    @Test
    void recordOfAKeyIsCutIntoStringsOf255() {
        DkimKeyPair pair = keys.generateRsa(3072);
        DkimRecord record = pair.keyRecord();

        assertThat(record.strings()).hasSize(3).allMatch(string -> string.length() <= 255);
        assertThat(String.join("", record.strings())).isEqualTo(record.text());
        assertThat(DkimRecord.parse(record.text())).isEqualTo(record);
        assertThat(record.zoneFileLine("s._domainkey.example.com"))
                .startsWith("s._domainkey.example.com. IN TXT ( \"v=DKIM1; k=rsa; p=MII").endsWith("\" )");
        assertThat(keys.generateEd25519().keyRecord().zoneFileLine("s._domainkey.example.com"))
                .matches("s\\._domainkey\\.example\\.com\\. IN TXT \"v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}=\"");
    }

    @Test
    void longRecordIsRefused() {
        assertThatThrownBy(() -> DkimRecord.parse("p=" + "A".repeat(DkimRecord.MAX_LENGTH)))
                .hasMessageContaining("longer than 8192");
    }

    private static byte[] rsa(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair().getPrivate().getEncoded();
    }

    private static String pem(String label, byte[] octets) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(octets) + "\n-----END "
                + label
                + "-----\n";
    }
}
