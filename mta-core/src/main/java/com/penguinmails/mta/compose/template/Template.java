package com.penguinmails.mta.compose.template;

import io.pebbletemplates.pebble.error.AttributeNotFoundException;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One compiled text. Immutable and thread-safe. */
public final class Template {
    private static final String NOT_EVALUATED = "an expression cannot be evaluated with these variables";

    private final PebbleTemplate compiled;
    private final String source;

    Template(PebbleTemplate compiled, String source) {
        this.compiled = compiled;
        this.source = source;
    }

    /**
     * Renders it.
     *
     * @param variables maps, lists, strings, numbers, truth values and nulls; nothing else
     * @throws TemplateException if a variable is missing where that is an error, an expression does not go with the variables, or
     *     the budget is used up
     */
    public String render(Map<String, @Nullable Object> variables, RenderBudget budget) throws TemplateException {
        var writer = new BudgetedWriter(budget);
        try {
            compiled.evaluate(writer, variables, Locale.ENGLISH);
            return writer.toString();
        } catch (BudgetExceededException e) {
            throw new TemplateException(0, String.valueOf(e.getMessage()));
        } catch (AttributeNotFoundException e) {
            throw new TemplateException(line(e), missing(e.getAttributeName()));
        } catch (PebbleException e) {
            throw new TemplateException(line(e), NOT_EVALUATED);
        } catch (IOException | RuntimeException | StackOverflowError _) {
            // The cause is left out: its words may show a value.
            throw new TemplateException(0, NOT_EVALUATED);
        }
    }

    private static int line(PebbleException e) {
        Integer line = e.getLineNumber();
        return line == null ? 0 : line;
    }

    /** The name of a member may be computed from a value; only one that stands in the template is shown. */
    private String missing(@Nullable String name) {
        boolean shown = name != null && name.length() <= 60 && source.contains(name);
        return shown ? "the variable \"" + name + "\" is missing" : "a variable is missing";
    }
}
