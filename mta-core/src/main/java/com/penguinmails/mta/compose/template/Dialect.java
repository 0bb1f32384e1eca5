package com.penguinmails.mta.compose.template;

import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Extension;
import io.pebbletemplates.pebble.extension.ExtensionCustomizer;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of Pebble there is in a mail's template: named here is what is allowed, and all else is not there. Left out are tags that
 * reach other templates or keep state, functions, members of objects, and filters whose result may be far longer than what they
 * are given ({@code replace}, {@code format}, {@code base64encode}) or whose pattern may run for ever ({@code split}).
 */
final class Dialect {
    static final Set<String> TAGS = Set.of("if", "elseif", "else", "endif", "for", "endfor");
    static final Set<String> FILTERS = Set.of("abbreviate", "abs", "capitalize", "date", "default", "escape", "first",
            "join", "last", "length", "lower", "nl2br", "numberformat", "raw", "reverse", "rsort", "slice", "sort",
            "title", "trim", "upper", "urlencode");
    private static final Set<String> DENIED_OPERATORS = Set.of("..");

    private Dialect() {}

    /** What this dialect has beside what it keeps of Pebble. */
    static Extension own() {
        return new AbstractExtension() {
            @Override
            public List<TokenParser> getTokenParsers() {
                return List.of(new LoopParser());
            }

            @Override
            public Map<String, Filter> getFilters() {
                return Map.of("join", new JoinFilter());
            }

            @Override
            public List<AttributeResolver> getAttributeResolver() {
                return List.of(new ValueResolver());
            }
        };
    }

    /** Takes from an extension of Pebble all that is not allowed. */
    static ExtensionCustomizer reduced(Extension extension) {
        return new ExtensionCustomizer(extension) {
            @Override
            public Map<String, Filter> getFilters() {
                var kept = new HashMap<String, Filter>(orEmpty(super.getFilters()));
                kept.keySet().retainAll(FILTERS);
                kept.remove("join");
                return kept;
            }

            @Override
            public Map<String, Function> getFunctions() {
                return Map.of();
            }

            @Override
            public List<TokenParser> getTokenParsers() {
                return orEmpty(super.getTokenParsers()).stream().filter(parser -> parser.getTag().equals("if"))
                        .toList();
            }

            @Override
            public List<BinaryOperator> getBinaryOperators() {
                return orEmpty(super.getBinaryOperators()).stream()
                        .filter(operator -> !DENIED_OPERATORS.contains(operator.getSymbol())).toList();
            }

            @Override
            public List<AttributeResolver> getAttributeResolver() {
                return List.of();
            }
        };
    }

    private static <K, V> Map<K, V> orEmpty(@Nullable Map<K, V> map) {
        return map == null ? Map.of() : map;
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
