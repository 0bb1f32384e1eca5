package com.penguinmails.control.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.mta.time.Randomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerTest {
    private final RandomGenerator random = Randomness.secure();

    @TempDir
    private Path directory;

    private Sealer sealer(String file) throws IOException {
        return new Sealer(MasterKey.make(directory.resolve(file), random), random);
    }

    @Test
    void whatIsSealedOpensAgainWithTheSameKeyFromItsFile() throws Exception {
        byte[] sealed = sealer("a").seal("a secret", "dom_1");

        var again = new Sealer(MasterKey.read(directory.resolve("a")), random);
        assertThat(again.unseal(sealed, "dom_1")).isEqualTo("a secret");
        assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    }

    @Test
    void twoSealsOfTheSameAreNotAlike() throws Exception {
        Sealer sealer = sealer("a");

        assertThat(sealer.seal("x", "dom_1")).isNotEqualTo(sealer.seal("x", "dom_1"));
    }

    @Test
    void anotherMasterKeyIsToldFromDamage() throws Exception {
        byte[] sealed = sealer("a").seal("a secret", "dom_1");

        assertThatThrownBy(() -> sealer("b").unseal(sealed, "dom_1")).isInstanceOf(SealException.class)
                .hasMessageContaining("put the other one back");
        assertThat(sealer("c").refusal(new byte[3])).hasValueSatisfying(
                refusal -> assertThat(refusal).contains("damaged"));
    }

    @Test
    void whatBelongsToOneDomainDoesNotOpenForAnother() throws Exception {
        Sealer sealer = sealer("a");
        byte[] sealed = sealer.seal("a secret", "dom_1");

        assertThatThrownBy(() -> sealer.unseal(sealed, "dom_2")).isInstanceOf(SealException.class)
                .hasMessageContaining("belongs to something else");
    }

    @Test
    void noOctetCanBeChanged() throws Exception {
        Sealer sealer = sealer("a");
        byte[] sealed = sealer.seal("a secret", "dom_1");

        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> sealer.unseal(changed, "dom_1")).as("octet " + i)
                    .isInstanceOf(SealException.class);
        }
    }

    @Test
    void aKeyIsReadableByItsOwnerAloneAndIsNotOverwritten() throws Exception {
        Path file = directory.resolve("key");
        MasterKey key = MasterKey.make(file, random);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(key.toString()).doesNotContain(Files.readString(file).strip());
        assertThatThrownBy(() -> MasterKey.make(file, random)).isInstanceOf(IOException.class);
    }

    @Test
    void aTextThatIsNoKeyIsRefusedAndNotShown() {
        for (String text : new String[]{"", "c2hvcnQ=", "not base64!", "A".repeat(64)}) {
            assertThatThrownBy(() -> MasterKey.parse(text, "the variable X")).isInstanceOf(IOException.class)
                    .hasMessageContaining("the variable X").hasMessageContaining("openssl")
                    .satisfies(
                            e -> assertThat(text.isEmpty() || !String.valueOf(e.getMessage()).contains(text)).isTrue());
        }
    }
}
