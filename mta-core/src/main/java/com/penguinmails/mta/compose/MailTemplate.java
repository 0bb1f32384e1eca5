package com.penguinmails.mta.compose;

import com.penguinmails.mta.compose.template.Escaping;
import com.penguinmails.mta.compose.template.RenderBudget;
import com.penguinmails.mta.compose.template.Template;
import com.penguinmails.mta.compose.template.TemplateException;
import com.penguinmails.mta.message.Mailbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job's template with all its texts compiled. Immutable and thread-safe. */
final class MailTemplate {

    /**
     * @param pointer where it stands in the job
     * @param name of the header field, empty for the rest
     */
    private record Part(String pointer, String name, Template template) {}

    /** Compiles the texts of a template and notes what is wrong with each. */
    @FunctionalInterface
    interface PartCompiler {
        @Nullable
        Template compile(String pointer, String source, Escaping escaping);
    }

    private final JobTemplate source;
    private final @Nullable Part toName;
    private final @Nullable Part subject;
    private final @Nullable Part text;
    private final @Nullable Part html;
    private final List<Part> headers = new ArrayList<>();
    private final List<Part> unsubscribe = new ArrayList<>();

    MailTemplate(JobTemplate source, PartCompiler compiler) {
        this.source = source;
        this.toName = part("/to_name", "", source.toName(), Escaping.NONE, compiler);
        this.subject = part("/subject", "", source.subject(), Escaping.NONE, compiler);
        this.text = part("/text", "", source.text(), Escaping.NONE, compiler);
        this.html = part("/html", "", source.html(), Escaping.HTML, compiler);
        for (HeaderField field : source.headers()) {
            String pointer = "/headers/" + field.name().replace("~", "~0").replace("/", "~1");
            add(headers, part(pointer, field.name(), field.value(), Escaping.NONE, compiler));
        }
        for (int i = 0; i < source.listUnsubscribe().size(); i++) {
            add(unsubscribe, part("/list_unsubscribe/" + i, "", source.listUnsubscribe().get(i), Escaping.NONE,
                    compiler));
        }
    }

    /**
     * Renders the mail of one row. That no header field has a line end in it is for the builder to see to.
     *
     * @throws UnrenderableException naming the place, without any value
     */
    MailDraft render(Mailbox recipient, Map<String, @Nullable Object> variables, RenderBudget budget)
            throws UnrenderableException {
        var to = new MailAddress(textOf(toName, variables, budget), recipient);
        var fields = new ArrayList<HeaderField>(headers.size());
        for (Part header : headers) {
            fields.add(new HeaderField(header.name(), textOf(header, variables, budget)));
        }
        var urls = new ArrayList<String>(unsubscribe.size());
        for (Part url : unsubscribe) {
            urls.add(textOf(url, variables, budget));
        }
        return new MailDraft(source.from(), List.of(to), List.of(), source.replyTo(),
                textOf(subject, variables, budget), text == null ? null : textOf(text, variables, budget),
                html == null ? null : textOf(html, variables, budget), fields, urls, List.of());
    }

    private static String textOf(@Nullable Part part, Map<String, @Nullable Object> variables, RenderBudget budget)
            throws UnrenderableException {
        if (part == null) {
            return "";
        }
        try {
            return part.template().render(variables, budget);
        } catch (TemplateException e) {
            throw new UnrenderableException(part.pointer() + ": " + e.reason());
        }
    }

    private static @Nullable Part part(String pointer, String name, @Nullable String source, Escaping escaping,
            PartCompiler compiler) {
        Template template = source == null ? null : compiler.compile(pointer, source, escaping);
        return template == null ? null : new Part(pointer, name, template);
    }

    private static void add(List<Part> parts, @Nullable Part part) {
        if (part != null) {
            parts.add(part);
        }
    }
}
