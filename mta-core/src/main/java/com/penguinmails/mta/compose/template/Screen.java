package com.penguinmails.mta.compose.template;

import io.pebbletemplates.pebble.lexer.Token;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tokens of a template before it is parsed and refuses what is not in the {@link Dialect}, by line, so that it is said
 * when a template is saved and not when its mail should leave. For one template.
 */
final class Screen {
    private static final int MAX_LOOPS = 2;
    /** Bounds how much one expression can make of a value, and how deep it nests. */
    private static final int MAX_TOKENS = 200;
    private static final Set<String> BEFORE_PARENTHESIS = Set.of("if", "elseif", "in");
    private static final String PARENTHESIS = "(";

    private final List<Token> tokens;
    private int loops;
    private int conditions;
    private int inTag;

    Screen(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** @throws TemplateException naming the first thing that is not allowed */
    void check() throws TemplateException {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            switch (token.getType()) {
                case EXECUTE_START -> tag(i + 1);
                case PRINT_START -> inTag = 0;
                case STRING_INTERPOLATION_START -> throw refused(token, "\"#{…}\" in a string is not allowed; use ~");
                case NAME -> name(i);
                default -> count(token);
            }
        }
    }

    private void tag(int i) throws TemplateException {
        inTag = 0;
        Token token = tokens.get(i);
        String tag = String.valueOf(token.getValue());
        if (!Dialect.TAGS.contains(tag)) {
            throw refused(token, "the tag \"" + shown(tag) + "\" is not allowed; there are if and for");
        }
        switch (tag) {
            case "for" -> loops = deeper(loops, MAX_LOOPS, token, "loops");
            case "endfor" -> loops--;
            case "if" -> conditions = deeper(conditions, 50, token, "conditions");
            case "endif" -> conditions--;
            default -> {
                // The others neither open nor close anything.
            }
        }
    }

    private static int deeper(int depth, int limit, Token token, String what) throws TemplateException {
        if (depth == limit) {
            throw refused(token, what + " may stand in each other " + limit + " deep; take one out");
        }
        return depth + 1;
    }

    private void name(int i) throws TemplateException {
        Token token = tokens.get(i);
        count(token);
        String name = token.getValue();
        boolean isFilter = valueAt(i - 1).equals("|");
        if (isFilter && !Dialect.FILTERS.contains(name)) {
            throw refused(token, "there is no filter \"" + shown(name) + "\"; there are "
                    + String.join(", ", Dialect.FILTERS.stream().sorted().toList()));
        }
        if (!isFilter && valueAt(i + 1).equals(PARENTHESIS) && !BEFORE_PARENTHESIS.contains(name)) {
            throw refused(token, "\"" + shown(name) + "(…)\" is not allowed: nothing can be called");
        }
        if (name.equals("_context")) {
            throw refused(token, "there is no variable \"_context\"");
        }
    }

    private void count(Token token) throws TemplateException {
        if (++inTag > MAX_TOKENS && token.getType() != Token.Type.TEXT) {
            throw refused(token, "one tag may have at most " + MAX_TOKENS + " words and signs; divide it");
        }
    }

    private String valueAt(int i) {
        @Nullable
        String value = i >= 0 && i < tokens.size() && tokens.get(i).getType() != Token.Type.TEXT
                ? tokens.get(i).getValue()
                : null;
        return value == null ? "" : value;
    }

    private static TemplateException refused(Token token, String reason) {
        return new TemplateException(token.getLineNumber(), reason);
    }

    private static String shown(String name) {
        return name.length() > 40 ? name.substring(0, 40) + "…" : name;
    }
}
