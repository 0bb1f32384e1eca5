package com.penguinmails.mta.compose.template;

import com.penguinmails.benchmarks.Part;
import com.penguinmails.benchmarks.Subject;
import com.penguinmails.mta.time.SystemClock;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A text of 4 KiB with ten tags, a condition and a loop of five, rendered for one recipient within a budget. Rivals: the same by a
 * plain Pebble, on which ours stands, without the budget; and the tags alone by replacing text, as the least that any can do.
 */
@Part("templates")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, timeUnit = TimeUnit.MILLISECONDS, time = 500)
@Fork(1)
public class TemplatePart {
    private static final String TASK = "render 4 KiB";
    private static final String LINE = "Penguins leave the shore in great numbers and come back one by one, fed.\n";
    private static final String TAGS = "Dear {{ first }} {{ last }}, your order {{ order }} of {{ day }} goes to {{ city }}.\n";
    private static final String SOURCE = TAGS + LINE.repeat(24) + "{% if member %}Thank you, {{ first }}.\n{% endif %}"
            + "{% for item in items %}- {{ item }}\n{% endfor %}" + LINE.repeat(24) + TAGS;

    private final Map<String, @Nullable Object> variables = Map.of("first", "Ada", "last", "Byron", "order", "4711",
            "day", "Monday", "city", "London", "member", true, "items", List.of("one", "two", "three", "four", "five"));
    private final SystemClock clock = new SystemClock();
    private final Template template = compile();
    private final PebbleTemplate pebble = new PebbleEngine.Builder().autoEscaping(false).build()
            .getLiteralTemplate(SOURCE);

    private static Template compile() {
        try {
            return new TemplateCompiler().compile(SOURCE, Escaping.NONE, true);
        } catch (TemplateException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    @Subject(task = TASK)
    public String ours() throws TemplateException {
        return template.render(variables, new RenderBudget(clock));
    }

    @Benchmark
    @Subject(task = TASK, rival = "Pebble without a budget")
    public String pebble() throws IOException {
        var out = new StringWriter();
        pebble.evaluate(out, variables);
        return out.toString();
    }

    @Benchmark
    @Subject(task = TASK, rival = "String.replace of the tags alone")
    public String replacing() {
        String text = SOURCE;
        for (String name : List.of("first", "last", "order", "day", "city")) {
            text = text.replace("{{ " + name + " }}", String.valueOf(variables.get(name)));
        }
        return text;
    }
}
