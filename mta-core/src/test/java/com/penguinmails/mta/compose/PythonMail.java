package com.penguinmails.mta.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Reads a message with Python's {@code email} package, a parser that shares nothing with ours. */
final class PythonMail {
    private static final String SCRIPT = """
            import sys, json, email, email.policy
            m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.SMTPUTF8)
            def part(p):
                d = {'type': p.get_content_type(), 'disposition': p.get_content_disposition(), 'filename': p.get_filename(),
                     'id': p.get('Content-ID'), 'defects': [repr(x) for x in p.defects]}
                if p.get_content_type() == 'message/rfc822':
                    d['content'] = str(p.get_content()['Subject'])
                elif p.is_multipart():
                    d['parts'] = [part(c) for c in p.iter_parts()]
                elif p.get_content_maintype() == 'text':
                    d['content'] = p.get_content().replace('\\r\\n', '\\n')
                else:
                    d['content'] = p.get_content().hex()
                return d
            def people(n):
                h = m[n]
                return [] if h is None else [[a.display_name, a.addr_spec] for a in h.addresses]
            r = part(m)
            r['header'] = {k: str(v) for k, v in m.items()}
            r['headerDefects'] = [repr(x) for v in m.values() for x in v.defects]
            r['from'], r['to'], r['cc'] = people('From'), people('To'), people('Cc')
            print(json.dumps(r))
            """;

    private PythonMail() {}

    static JsonNode parse(byte[] message) throws IOException, InterruptedException {
        Process python;
        try {
            python = new ProcessBuilder("python3", "-c", SCRIPT).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException e) {
            assumeTrue(Boolean.getBoolean("peers.required"),
                    "python3 is missing; the check by a second parser is left out");
            throw e;
        }
        try (var in = python.getOutputStream()) {
            in.write(message);
        }
        String answer = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(python.exitValue()).isZero();
        return new ObjectMapper().readTree(answer);
    }
}
