package com.penguinmails.mta.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.http.JsonFields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JobTemplateCodecTest {
    private final JobTemplateCodec codec = new JobTemplateCodec();

    @Test
    void aTemplateComesBackAsItWas() throws Exception {
        var template = new JobTemplate(MailAddress.parse("\"Müller, A\" <a@sender.test>"),
                List.of(MailAddress.parse("r@sender.test")), "{{ name }}", "Hi {{ name }}", null, "<b>{{ x }}</b>",
                List.of(new HeaderField("X-A", "1"), new HeaderField("X-B", "{{ b }}")),
                List.of("https://u.test/{{ t }}"),
                true);
        assertThat(codec.decode(codec.encode(template))).isEqualTo(template);
    }

    @Test
    void everyMistakeIsNamedAtOnce() throws Exception {
        var problems = new ArrayList<FieldProblem>();
        var object = (ObjectNode) new ObjectMapper().readTree(
                """
                        {"from": "nobody", "subject": 3, "headers": ["x"], "strict": "yes", "a/b": 1, "reply_to": [{"name": "x"}]}
                        """);
        assertThat(codec.read(new JsonFields(object, "/template", problems))).isNull();
        assertThat(problems).extracting(problem -> problem.pointer() + ' ' + problem.code()).containsExactlyInAnyOrder(
                "/template/from address_invalid", "/template/subject type_invalid", "/template/headers type_invalid",
                "/template/strict type_invalid", "/template/a~1b unknown_field",
                "/template/reply_to/0/address required",
                "/template body_required");
    }

    @Test
    void whatIsNoTemplateIsNotReadBack() {
        assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(new byte[]{'{', '}'}))).isInstanceOf(IOException.class);
    }
}
