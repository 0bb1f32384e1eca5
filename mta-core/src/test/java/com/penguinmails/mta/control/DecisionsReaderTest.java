package com.penguinmails.mta.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.mta.accept.AcceptResult.Refused;
import com.penguinmails.mta.config.ByteRate;
import com.penguinmails.mta.config.LimitConfig;
import com.penguinmails.mta.config.Rate;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.config.ShareConfig;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.shape.Suspension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionsReaderTest {
    static final String DOCUMENT = """
            {"format": 1, "version": 7, "node": {"id": "nod_a", "draining": true},
             "tenants": [{"id": "ten_a", "weight": 3, "priority_class": "bulk", "quota": {"per_hour": 1000, "per_day": null},
               "suspension": {"reason": "unpaid", "since": "2026-11-25T08:00:00Z", "until": "2026-11-26T08:00:00Z"}},
              {"id": "ten_b", "weight": 1, "priority_class": "transactional", "quota": {"per_hour": null, "per_day": 1},
               "suspension": {"reason": "abuse", "since": "2026-11-25T08:00:00Z", "until": null}}],
             "keys": [{"id": "abcdefghij", "hash": "%s", "tenant_id": "ten_a", "test": false, "scopes": ["messages:send"],
               "allowed_cidrs": ["192.0.2.0/24"], "expires_at": "2027-01-01T00:00:00Z"}],
             "request_id": "req_x"}"""
            .formatted("ab".repeat(32));

    static Decisions read(String text) throws DecisionsException {
        return DecisionsReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatWasDecidedIsRead() throws Exception {
        Decisions decisions = read(DOCUMENT);

        assertThat(decisions.version()).isEqualTo(7);
        assertThat(decisions.draining()).isTrue();
        assertThat(decisions.tenants()).containsOnlyKeys("ten_a", "ten_b");
        assertThat(decisions.keys()).singleElement().satisfies(key -> {
            assertThat(key.tenant()).isEqualTo("ten_a");
            assertThat(key.priority()).isEqualTo(PriorityClass.BULK);
            assertThat(key.expiresMillis()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z").toEpochMilli());
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
            "\"format\": 1|\"format\": 2|update the node",
            "\"version\": 7|\"version\": -7|/version",
            "\"version\": 7|\"version\": \"7\"|/version",
            "\"version\": 7|\"version\": 99999999999999999999|/version",
            "\"version\": 7|\"version\": 7, \"routes\": []|/routes: there is no such field",
            "\"version\": 7|\"version\": 7, \"version\": 8|Duplicate",
            "\"draining\": true|\"draining\": \"yes\"|/node/draining",
            "\"weight\": 3|\"weight\": 0|/tenants/0/weight",
            "\"weight\": 3|\"weight\": 3, \"pool\": \"a\"|/tenants/0/pool",
            "\"per_hour\": 1000|\"per_hour\": 0|/tenants/0/quota/per_hour",
            "2026-11-26T08:00:00Z|2026-11-24T08:00:00Z|/tenants/0/suspension/until",
            "ten_b|ten_a|is there twice",
            "\"tenant_id\": \"ten_a\"|\"tenant_id\": \"ten_c\"|no tenant ten_c",
            "\"hash\": \"ab|\"hash\": \"xy|/keys/0/hash",
            "192.0.2.0/24|192.0.2.0/240|/keys/0/allowed_cidrs/0",
            "2027-01-01T00:00:00Z|tomorrow|/keys/0/expires_at"})
    void whatIsWrongAnywhereRefusesAllOfItByName(String good, String bad, String told) {
        assertThat(DOCUMENT).contains(good);

        assertThatThrownBy(() -> read(DOCUMENT.replace(good, bad))).isInstanceOf(DecisionsException.class)
                .hasMessageContaining(told);
    }

    @Test
    void aDocumentThatIsCutAnywhereIsRefused() {
        byte[] whole = DOCUMENT.getBytes(StandardCharsets.UTF_8);

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> DecisionsReader.read(cut)).as("cut at " + length)
                    .isInstanceOf(DecisionsException.class);
        }
    }

    @Test
    void aWeightIsAShareAndAQuotaOneMoreLimitUnlessTheFileSaysOtherwise() throws Exception {
        ShapingConfig file = ShapingConfig.defaults().withShares(List.of(new ShareConfig("ten_b", null, 9)))
                .withMoreLimits(List.of(new LimitConfig("own", "ten_a", null, null, null, null, null, null, List.of(),
                        null, ByteRate.parse("1MiB/s"), null, null, null)));

        ShapingConfig merged = DecidedShaping.with(file, read(DOCUMENT));

        assertThat(merged.shares()).containsExactly(new ShareConfig("ten_b", null, 9),
                new ShareConfig("ten_a", null, 3));
        assertThat(merged.limits()).extracting(LimitConfig::name).containsExactly("own", "quota-per-hour.ten_a",
                "quota-per-day.ten_b");
        assertThat(merged.limits().get(1).rate()).isEqualTo(new Rate(1000, Duration.ofHours(1), 100));
        assertThat(merged.limits().get(2).rate()).isEqualTo(new Rate(1, Duration.ofDays(1)));
        assertThat(DecidedShaping.with(file, Decisions.none())).isSameAs(file);
    }

    @Test
    void aSuspensionHoldsUntilItsEndAndMailIsRefusedOnlyWhereThereIsNone() throws Exception {
        Decisions decisions = read(DOCUMENT);
        long during = Instant.parse("2026-11-25T09:00:00Z").toEpochMilli();
        long after = Instant.parse("2026-11-26T09:00:00Z").toEpochMilli();
        var admission = new DecidedAdmission();
        assertThat(admission.refusalForNow()).isEmpty();

        admission.use(decisions);

        assertThat(DecidedShaping.suspensions(decisions, during)).containsOnlyKeys("control-plane.ten_a",
                "control-plane.ten_b");
        assertThat(DecidedShaping.suspensions(decisions, after)).containsOnlyKeys("control-plane.ten_b");
        assertThat(DecidedShaping.suspensions(decisions, during).values()).allMatch(DecidedShaping::isDecided)
                .extracting(Suspension::reason).contains("unpaid", "abuse");
        assertThat(admission.refusal("ten_a", during)).isEmpty();
        assertThat(admission.refusal("ten_b", during)).map(Refused::detail).get().asString().contains("abuse");
        assertThat(admission.refusal("ten_x", during)).isEmpty();
        assertThat(admission.refusalForNow()).get().asString().contains("drained");
    }
}
