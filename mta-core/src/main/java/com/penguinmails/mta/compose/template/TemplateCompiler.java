package com.penguinmails.mta.compose.template;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.lexer.LexerImpl;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Compiles templates of the {@link Dialect}. Thread-safe; costly to make, so one serves a node. */
public final class TemplateCompiler {
    private static final int MAX_REASON = 200;

    private final PebbleEngine strictHtml = engine(Escaping.HTML, true);
    private final PebbleEngine html = engine(Escaping.HTML, false);
    private final PebbleEngine strictText = engine(Escaping.NONE, true);
    private final PebbleEngine text = engine(Escaping.NONE, false);

    private static PebbleEngine engine(Escaping escaping, boolean strict) {
        return new PebbleEngine.Builder().registerExtensionCustomizer(Dialect::reduced).extension(Dialect.own())
                .methodAccessValidator((_, _) -> false).strictVariables(strict).autoEscaping(escaping == Escaping.HTML)
                .newLineTrimming(false).cacheActive(false).defaultLocale(Locale.ENGLISH).build();
    }

    /**
     * @param strict whether a variable that is not given makes the rendering fail instead of being empty
     * @throws TemplateException naming the first thing that is wrong, by line
     */
    public Template compile(String source, Escaping escaping, boolean strict) throws TemplateException {
        PebbleEngine engine = escaping == Escaping.HTML ? strict ? strictHtml : html : strict ? strictText : text;
        try {
            var registry = engine.getExtensionRegistry();
            var lexer = new LexerImpl(engine.getSyntax(), registry.getUnaryOperators().values(),
                    registry.getBinaryOperators().values());
            new Screen(List.copyOf(lexer.tokenize(new StringReader(source), "template").getTokens())).check();
            return new Template(engine.getLiteralTemplate(source), source);
        } catch (PebbleException e) {
            Integer line = e.getLineNumber();
            throw new TemplateException(line == null ? 0 : line, bounded(e.getPebbleMessage()));
        } catch (RuntimeException | StackOverflowError _) {
            throw new TemplateException(0, "it cannot be read; simplify it");
        }
    }

    private static String bounded(@Nullable String reason) {
        String line = reason == null ? "it cannot be read" : reason.replaceAll("\\p{Cntrl}", " ");
        return line.length() > MAX_REASON ? line.substring(0, MAX_REASON) + "…" : line;
    }
}
