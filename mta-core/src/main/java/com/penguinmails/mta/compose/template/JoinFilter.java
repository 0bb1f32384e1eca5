package com.penguinmails.mta.compose.template;

import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The items of a list one behind the other, with a separator between them; bounded, for the separator may be a variable. */
final class JoinFilter implements Filter {
    private static final String SEPARATOR = "separator";

    @Override
    public List<String> getArgumentNames() {
        return List.of(SEPARATOR);
    }

    @Override
    public @Nullable Object apply(@Nullable Object input, Map<String, Object> arguments, PebbleTemplate self,
            EvaluationContext context, int lineNumber) {
        if (input == null) {
            return null;
        }
        if (!(input instanceof Collection<?> items)) {
            throw new PebbleException(null, "join needs a list", lineNumber, self.getName());
        }
        Object separator = arguments.getOrDefault(SEPARATOR, "");
        var joined = new StringBuilder();
        for (Object item : items) {
            if (!joined.isEmpty()) {
                joined.append(separator);
            }
            joined.append(item);
            if (joined.length() > RenderBudget.MAX_CHARACTERS) {
                throw new BudgetExceededException("what join makes is too long; shorten the list");
            }
        }
        return joined.toString();
    }
}
