package com.penguinmails.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ControlRig.Extension.class)
class TenantsTest {

    @Test
    void aTenantThatWasCreatedIsShownAsItWasAskedFor(ControlRig rig) throws Exception {
        JsonNode made = rig.operator().post("/v1/tenants", """
                {"name": "Acme", "external_id": "c-17", "quota": {"per_hour": 100, "per_day": 1000}, "weight": 3,
                 "priority_class": "transactional", "thresholds": {"bounce_percent": 5.25},
                 "retention": {"content_days": 3}}""").expect(201).body();
        JsonNode shown = rig.operator().get("/v1/tenants/" + made.path("id").asText()).expect(200).body();

        assertThat(made.path("id").asText()).matches("ten_[0-9a-z]{26}");
        assertThat(shown.path("quota").path("per_day").asLong()).isEqualTo(1000);
        assertThat(shown.path("weight").asInt()).isEqualTo(3);
        assertThat(shown.path("priority_class").asText()).isEqualTo("transactional");
        assertThat(shown.path("thresholds").path("bounce_percent").asDouble()).isEqualTo(5.25);
        assertThat(shown.path("thresholds").path("complaint_percent").isNull()).isTrue();
        assertThat(shown.path("retention").toString()).isEqualTo("{\"content_days\":3,\"event_days\":90}");
        assertThat(shown.path("state").asText()).isEqualTo("active");
    }

    @Test
    void aChangeLeavesWhatItDoesNotNameAndNullTakesTheDefault(ControlRig rig) throws Exception {
        String id = rig.operator().post("/v1/tenants",
                "{\"name\": \"A\", \"weight\": 7, \"quota\": {\"per_hour\": 5, \"per_day\": 50}}").expect(201)
                .text("id");

        JsonNode changed = rig.operator()
                .patch("/v1/tenants/" + id, "{\"weight\": null, \"quota\": {\"per_day\": null}}")
                .expect(200).body();

        assertThat(changed.path("weight").asInt()).isEqualTo(1);
        assertThat(changed.path("quota").toString()).isEqualTo("{\"per_hour\":5,\"per_day\":null}");
        assertThat(changed.path("name").asText()).isEqualTo("A");
    }

    @Test
    void aSuspensionHoldsUntilItsEndAndThenIsOver(ControlRig rig) throws Exception {
        String path = "/v1/tenants/" + rig.newTenant("late payer");
        Instant end = rig.clock.instant().plus(Duration.ofHours(2));

        rig.operator().post(path + "/suspend", "{\"reason\": \"unpaid\", \"until\": \"" + end + "\"}").expect(200);
        assertThat(rig.operator().get(path).text("state")).isEqualTo("suspended");
        assertThat(rig.operator().get(path).body().path("suspension").path("until").asText()).isEqualTo(end.toString());
        rig.clock.forward(Duration.ofHours(2));

        assertThat(rig.operator().get(path).text("state")).isEqualTo("active");
        rig.operator().post(path + "/resume", "{}").expect(409);
    }

    @Test
    void aSuspensionWithoutAnEndHoldsUntilSomebodyResumes(ControlRig rig) throws Exception {
        String path = "/v1/tenants/" + rig.newTenant("spammer");

        rig.operator().post(path + "/suspend", "{\"reason\": \"complaints\"}").expect(200);
        rig.clock.forward(Duration.ofDays(400));
        assertThat(rig.operator().get(path).text("state")).isEqualTo("suspended");
        rig.operator().send("POST", path + "/resume", null).expect(200);

        assertThat(rig.operator().get(path).text("state")).isEqualTo("active");
    }

    @Test
    void theSameExternalIdTwiceIsAConflictThatNamesTheField(ControlRig rig) throws Exception {
        rig.operator().post("/v1/tenants", "{\"name\": \"A\", \"external_id\": \"twice\"}").expect(201);

        var second = rig.operator().post("/v1/tenants", "{\"name\": \"B\", \"external_id\": \"twice\"}").expect(409);

        assertThat(second.text("code")).isEqualTo("already_exists");
        assertThat(second.pointers()).containsExactly("/external_id");
    }

    @Test
    void pagesShowEachTenantOnceInBothDirections(ControlRig rig) throws Exception {
        for (int i = 0; i < 7; i++) {
            rig.newTenant("page " + i);
        }
        List<String> whole = ids(rig.operator().get("/v1/tenants?limit=100").expect(200).body());

        var forward = new ArrayList<String>();
        String query = "?limit=2";
        String last = "";
        for (boolean more = true; more;) {
            JsonNode page = rig.operator().get("/v1/tenants" + query).expect(200).body();
            forward.addAll(ids(page));
            more = page.path("has_more").asBoolean();
            last = more ? page.path("next_cursor").asText() : last;
            query = "?limit=2&after=" + last;
        }

        assertThat(forward).isEqualTo(whole).doesNotHaveDuplicates();
        JsonNode back = rig.operator().get("/v1/tenants?limit=2&before=" + last).expect(200).body();
        int place = whole.indexOf(ids(back).getLast());
        assertThat(ids(back)).isEqualTo(whole.subList(place - 1, place + 1));
        assertThat(back.path("has_more").asBoolean()).isTrue();
    }

    @Test
    void aCursorOfAnotherListIsRefused(ControlRig rig) throws Exception {
        rig.newTenant("one");
        rig.newTenant("two");
        String cursor = rig.operator().get("/v1/tenants?limit=1").expect(200).text("next_cursor");

        assertThat(rig.operator().get("/v1/workspaces?after=" + cursor).expect(400).text("code"))
                .isEqualTo("cursor_invalid");
    }

    private static List<String> ids(JsonNode page) {
        return page.path("data").findValuesAsText("id");
    }
}
