package com.penguinmails.mta.compose;

import com.penguinmails.mta.compose.template.Escaping;
import com.penguinmails.mta.compose.template.Template;
import com.penguinmails.mta.compose.template.TemplateCompiler;
import com.penguinmails.mta.compose.template.TemplateException;
import com.penguinmails.mta.http.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says when a job is opened what its texts have that no template may have: tags, filters and calls that are not there, loops too
 * deep, errors of syntax. What {@link MimeBuilder#problems(JobTemplate)} finds is beside this. Thread-safe; one serves a node.
 */
public final class TemplateChecker {
    private final TemplateCompiler compiler = new TemplateCompiler();

    /** At most one problem for each text, with the line in its detail; pointers as in the API, such as {@code /html}. */
    public List<FieldProblem> check(JobTemplate template) {
        var problems = new ArrayList<FieldProblem>();
        var _ = compile(template, problems);
        return problems;
    }

    /** The compiled template, of use only if no problem was added. */
    MailTemplate compile(JobTemplate template, List<FieldProblem> problems) {
        return new MailTemplate(template,
                (pointer, source, escaping) -> compile(pointer, source, escaping, template.strict(), problems));
    }

    private @Nullable Template compile(String pointer, String source, Escaping escaping, boolean strict,
            List<FieldProblem> problems) {
        try {
            return compiler.compile(source, escaping, strict);
        } catch (TemplateException e) {
            problems.add(new FieldProblem(pointer, "template_invalid", e.reason()));
            return null;
        }
    }
}
