package com.penguinmails.mta.compose.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.SystemClock;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateTest {
    private final TemplateCompiler compiler = new TemplateCompiler();
    private final Map<String, @Nullable Object> variables = new HashMap<>(Map.of("name", "Ann <b>", "n", 3, "price",
            1234.5, "yes", true, "no", false, "items",
            List.of(Map.of("title", "One", "q", 1), Map.of("title", "Two", "q", 2)), "words", List.of("a", "b", "c"),
            "user", Map.of("city", "Köln", "tags", List.of("x", "y"))));

    @ParameterizedTest
    @CsvSource(delimiter = '§', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            Hello {{ name }}!§Hello Ann <b>!
            {{ user.city }} {{ user['city'] }} {{ words[1] }} {{ user.tags[0] }}§Köln Köln b x
            {% if yes %}a{% elseif no %}b{% else %}c{% endif %}§a
            {% if no or n > 2 and not no %}a{% endif %}§a
            {% if missing is empty %}none{% endif %}§none
            {% if 'nn' == name|slice(1, 3) %}same{% endif %}§same
            {% for w in words %}{{ loop.index }}{{ w }}{% if not loop.last %},{% endif %}{% endfor %}§0a,1b,2c
            {% for i in items %}{% for w in words %}{{ i.q * 10 }}{{ w }};{% endfor %}{% endfor %}§10a;10b;10c;20a;20b;20c;
            {% for i in nothing %}x{% else %}y{% endfor %}§
            {% for i in [] %}x{% else %}y{% endfor %}§y
            {{ missing }}{{ missing.deeper }}{{ words[7] }}§
            {{ missing | default('friend') }}§friend
            {{ words | join(', ') }} {{ words | length }} {{ words | first }}§a, b, c 3 a
            {{ name | upper }} {{ 'ab' | capitalize }} {{ name | abbreviate(5) }}§ANN <B> Ab An...
            {{ price | numberformat('#,##0.00') }} {{ n + 1 }} {{ name ~ n }}§1,234.50 4 Ann <b>3
            {{ 'a b&c' | urlencode }}§a+b%26c
            {{ yes ? 'j' : 'n' }}{# nothing #}§j
            {{ '2026-11-23' | date('d MMM yyyy', existingFormat='yyyy-MM-dd') }}§23 Nov 2026
            {{ loop }}{{ words contains 'b' }}§true
            """)
    void rendersTagsConditionsLoopsAndFilters(String source, @Nullable String expected) throws TemplateException {
        assertThat(render(source, Escaping.NONE, false)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void lineEndsStayAsTheyAre() throws TemplateException {
        assertThat(render("Hello {{ n }}\n{% if yes %}\r\nx{% endif %}\n", Escaping.NONE, false))
                .isEqualTo("Hello 3\n\r\nx\n");
    }

    @Test
    void htmlIsEscapedUnlessItIsSaidToBeRaw() throws TemplateException {
        variables.put("evil", "<script>\"'&");
        assertThat(render("{{ evil }} {{ evil | upper }} {{ [evil] | join('<') }}", Escaping.HTML, false))
                .doesNotContain("<", ">", "\"", "'").contains("&lt;script&gt;", "&lt;SCRIPT&gt;");
        assertThat(render("{{ evil | raw }}", Escaping.HTML, false)).isEqualTo("<script>\"'&");
    }

    @Test
    void missingVariableFailsOnlyWhereItIsStrict() throws TemplateException {
        assertThat(render("{{ name }}{{ missing | default('x') }}", Escaping.NONE, true)).isEqualTo("Ann <b>x");
        for (String source : List.of("a\n{{ missing }}", "a\n{{ user.missing }}", "a\n{{ user.missing.deep }}")) {
            assertThatThrownBy(() -> render(source, Escaping.NONE, true)).isInstanceOf(TemplateException.class)
                    .hasMessage("line 2: the variable \"missing\" is missing");
        }
    }

    @Test
    void reasonsDoNotShowValues() {
        variables.put("secret", "hunter2");
        for (String source : List.of("{% for s in secret %}{% endfor %}", "{{ user[secret] }}", "{{ secret - 1 }}",
                "{{ secret | numberformat('x') }}", "{{ secret | date('yyyy', existingFormat='yyyy') }}",
                "{{ secret.length }}", "{{ secret > 3 }}")) {
            var failure = catchThrowableOfType(TemplateException.class, () -> render(source, Escaping.NONE, true));
            assertThat(failure).as(source).isNotNull();
            assertThat(failure).as(source).hasMessageNotContaining("hunter2").hasNoCause();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{% include 'a' %}", "{% import 'a' %}", "{% extends 'a' %}",
            "{% embed 'a' %}{% endembed %}",
            "{% macro m() %}{% endmacro %}", "{% set a = 1 %}", "{% block b %}{% endblock %}",
            "{% cache 'a' %}{% endcache %}", "{% parallel %}{% endparallel %}", "{% from 'a' import b %}",
            "{% filter upper %}{% endfilter %}", "{% autoescape false %}{% endautoescape %}", "{% flush %}",
            "{% for i in range(1, 9) %}{% endfor %}", "{% for i in 1..9 %}{% endfor %}", "{{ max(1, 2) }}",
            "{{ name.getClass() }}", "{{ name.length() }}", "{{ parent() }}", "{{ block('a') }}",
            "{{ i18n('a', 'b') }}",
            "{{ name | replace({'a': 'b'}) }}", "{{ name | format('a') }}", "{{ name | split('a') }}",
            "{{ name | base64encode }}", "{{ name | merge([1]) }}", "{{ name | nosuch }}", "{{ _context }}",
            "{{ \"a#{name}\" }}", "{{ name", "{% if yes %}", "{% endif %}", "{{ }}", "{% for %}", "{% nosuch %}",
            "{% for a in words %}{% for b in words %}{% for c in words %}{% endfor %}{% endfor %}{% endfor %}"})
    void whatIsNotAllowedIsRefusedWhenItIsSaved(String source) {
        for (Escaping escaping : Escaping.values()) {
            assertThatThrownBy(() -> compiler.compile("first line\n" + source, escaping, false))
                    .isInstanceOf(TemplateException.class).hasMessageStartingWith("line 2: ");
        }
    }

    @Test
    void noMemberOfAnObjectCanBeReached() throws TemplateException {
        assertThat(render("{{ name.class }}{{ name.bytes }}{{ words.class }}{{ words.size }}{{ n.class.name }}"
                + "{{ template.name }}{{ locale.country }}{{ user.class }}{{ user.entrySet }}", Escaping.NONE, false))
                .isEmpty();
    }

    @Test
    void loopsOverLongListsEndAtTheBudgetAlsoIfTheyWriteNothing() {
        variables.put("long", Collections.nCopies(30_000, "x"));
        for (String body : List.of("", "x", "{% if a == b %}{% endif %}")) {
            String source = "{% for a in long %}{% for b in long %}" + body + "{% endfor %}{% endfor %}";
            assertThatThrownBy(() -> render(source, Escaping.NONE, false)).isInstanceOf(TemplateException.class)
                    .hasMessageContaining("100000");
        }
    }

    @Test
    void outputIsBounded() {
        variables.put("long", Collections.nCopies(200, "x".repeat(30_000)));
        variables.put("wide", "y".repeat(60_000));
        for (String source : List.of("{% for a in long %}{{ a }}{% endfor %}", "{{ long | join(wide) }}",
                "{{ [long, long] | join(long | join(wide)) }}", "{{ long }}")) {
            assertThatThrownBy(() -> render(source, Escaping.NONE, false)).as(source)
                    .isInstanceOf(TemplateException.class).hasMessageContaining("shorten");
        }
    }

    @Test
    void timeIsBounded() {
        var nanos = new AtomicLong();
        Clock clock = new Clock() {
            @Override
            public long millis() {
                return 0;
            }

            @Override
            public long nanoTime() {
                return nanos.addAndGet(1_000_000_000);
            }
        };
        assertThatThrownBy(
                () -> compiler.compile("{% for w in words %}{{ w }}{{ w }}{% endfor %}", Escaping.NONE, false)
                        .render(variables, new RenderBudget(clock)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("5 seconds");
    }

    @Test
    void longAndDeepExpressionsAreRefused() {
        for (String source : List.of("{{ name" + " ~ name".repeat(500) + " }}",
                "{{ name" + "|upper".repeat(50_000) + " }}",
                "{{ " + "(".repeat(50_000) + "1" + ")".repeat(50_000) + " }}", "{{ " + "[".repeat(150) + " }}",
                "{% if yes %}".repeat(5_000) + "{% endif %}".repeat(5_000))) {
            assertThatThrownBy(() -> compiler.compile(source, Escaping.NONE, false))
                    .isInstanceOf(TemplateException.class);
        }
    }

    private String render(String source, Escaping escaping, boolean strict) throws TemplateException {
        return compiler.compile(source, escaping, strict).render(variables, new RenderBudget(new SystemClock()));
    }
}
