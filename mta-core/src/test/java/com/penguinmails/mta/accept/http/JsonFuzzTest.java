package com.penguinmails.mta.accept.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.accept.AcceptLimits;
import com.penguinmails.mta.accept.Sender;
import com.penguinmails.mta.compose.JobTemplateCodec;
import com.penguinmails.mta.compose.MimeBuilder;
import com.penguinmails.mta.compose.TemplateChecker;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.http.JsonBodies;
import com.penguinmails.mta.http.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/**
 * Whatever a client sends as a message or as the first line of a job: it is refused as no JSON, or it has one canonical form, and is a
 * request or has problems that name their fields.
 */
final class JsonFuzzTest {
    private static final Sender SENDER = new Sender("key", "acme", Set.of(), Set.of(), false);

    private final JsonBodies bodies = new JsonBodies(100_000);
    private final MessageReader messages = new MessageReader(new MimeBuilder(), 100, 10_000, "default");
    private final JobReader jobs = new JobReader(new JobTemplateCodec(), new MimeBuilder(), new TemplateChecker(),
            new AcceptLimits(1 << 20, 100, Duration.ofDays(5)), "default");

    @FuzzTest(maxDuration = "1m")
    void aBodyIsARequestOrItsProblemsAreNamed(byte[] body) {
        Optional<ObjectNode> read = object(body);
        if (read.isEmpty()) {
            return;
        }
        ObjectNode object = read.get();
        byte[] canonical = bodies.canonical(object);
        assertThat(object(canonical).map(bodies::canonical)).contains(canonical);
        var problems = new ArrayList<FieldProblem>();
        MessageRequest message = messages.read(object, "", SENDER, problems);
        assertThat(message == null).isEqualTo(!problems.isEmpty());
        var ofJob = new ArrayList<FieldProblem>();
        assertThat(jobs.read(object, SENDER, ofJob) == null).isEqualTo(!ofJob.isEmpty());
        problems.addAll(ofJob);
        assertThat(problems).allSatisfy(problem -> {
            assertThat(problem.detail()).isNotBlank();
            assertThat(problem.pointer()).matches(pointer -> pointer.isEmpty() || pointer.startsWith("/"));
        });
    }

    private Optional<ObjectNode> object(byte[] body) {
        try {
            return Optional.of(bodies.object(body));
        } catch (ProblemException e) {
            assertThat(e.getMessage()).isNotBlank();
            return Optional.empty();
        }
    }
}
