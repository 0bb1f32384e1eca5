package com.penguinmails.mta.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.penguinmails.mta.simulate.SimulationInputException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationReaderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                          |                              | give recipients (a number) or domains
            {"recipients": 0}                                           | /recipients                  | from 1 to 100000000
            {"recipients": 100000001}                                   | /recipients                  | from 1 to 100000000
            {"recipients": "many"}                                      | /recipients                  | whole number
            {"recipients": 1, "domains": {"a.example": 1}}              | /recipients                  | goes without domains
            {"recipients": 1, "recipient": 2}                           | /recipient                   | is not known; known are
            {"domains": {}}                                             | /domains                     | from 1 to 1000000 domains
            {"domains": {"not a domain": 1}}                            | /domains/not a domain        | is no domain name
            {"domains": {"a.example": 1, "A.example": 2}}               | /domains/A.example           | stands there twice
            {"domains": {"a.example": 60000000, "b.example": 60000000}} | /domains                     | more than 100000000
            {"domains": {"a.example": {"mx": ["mx.example"]}}}          | /domains/a.example/recipients | is missing
            {"domains": {"a.example": {"recipients": 1, "mx": []}}}     | /domains/a.example/mx        | list of 1 to 20
            {"recipients": 1, "start": "tomorrow"}                      | /start                       | RFC 3339
            {"recipients": 1, "max_days": 366}                          | /max_days                    | from 1 to 365
            {"recipients": 1, "tenant": "a b"}                          | /tenant                      | at most 64 characters
            {"recipients": 1, "priority": "high"}                       | /priority                    | "bulk" or "transactional"
            {"recipients": 1, "sources": ["a b"]}                       | /sources                     | 1 to 64 characters
            {"recipients": 1, "shaping": "[any_path]\\nconection = 5"}  | /shaping                     | did you mean
            {"recipients": 1, "expiry": "10s"}                          | /expiry                      | between 1min and 365d
            {"recipients": 1, "message_size": "1GiB"}                   | /message_size                | between 1B and 100MiB
            {"recipients": 1, "receivers": {"nobody": {}}}              | /receivers/nobody            | no domain and no provider
            {"recipients": 1, "receivers": {"*": {"reply_time": "1h"}}} | /receivers/*/reply_time      | between 1ms and 10min
            {"recipients": 1, "receivers": {"*": {"defer_percent": 101}}} | /receivers/*/defer_percent | from 0 to 100
            {"recipients": 1, "receivers": {"*": {"defers": 1}}}        | /receivers/*/defers          | is not known
            {"recipients": 1, "warm_up": {"a": {"other": 1}}}           | /warm_up/a                   | is not warmed up
            {"recipients": 1, "shaping": "[warmup_plans.p]\\ncurve = [1]\\n[[warmups]]\\nsource = 'a'\\nplan = 'p'", "warm_up": {"a": {"other": 3}}} | /warm_up/a/other | from 1 to 2
            {"recipients": 1, "shaping": "[warmup_plans.p]\\ncurve = [1]\\n[[warmups]]\\nsource = 'a'\\nplan = 'p'", "warm_up": {"a": {"big": 1}}} | /warm_up/a/big | is not known
            {"recipients": 1, "receivers": {"*": 5}}                    | /receivers/*                 | an object is expected
            """)
    void badInputIsAnsweredWithFieldLimitAndMend(String input, String pointer, String detail) {
        var problem = catchThrowableOfType(SimulationInputException.class, () -> Campaigns.plan(input)).problems()
                .getFirst();
        assertThat(problem.pointer()).isEqualTo(pointer == null ? "" : pointer);
        assertThat(problem.detail()).contains(detail);
    }

    @Test
    void everyProblemIsToldAtOnce() {
        var thrown = catchThrowableOfType(SimulationInputException.class,
                () -> Campaigns.plan("{\"recipients\": 0, \"seed\": 1.5, \"colour\": \"red\"}"));
        assertThat(thrown.problems()).extracting(Problem::pointer).containsExactlyInAnyOrder("/colour", "/recipients",
                "/seed");
    }

    @Test
    void aMixedAudienceHasExactlyAsManyAsWereAskedFor() throws Exception {
        for (long recipients : new long[]{1, 2, 999, 10_000_000, 99_999_999}) {
            assertThat(Campaigns.plan("{\"recipients\": " + recipients + "}").recipients()).isEqualTo(recipients);
        }
    }
}
