package com.penguinmails.mta.compose.template;

import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.attributes.ResolvedAttribute;
import io.pebbletemplates.pebble.node.ArgumentsNode;
import io.pebbletemplates.pebble.node.ForNode.LoopVariables;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All members there are: keys of maps, items of lists, and what a loop tells of itself. No method or field of an object. */
final class ValueResolver implements AttributeResolver {

    @Override
    public @Nullable ResolvedAttribute resolve(@Nullable Object instance, @Nullable Object name,
            Object @Nullable [] argumentValues, @Nullable ArgumentsNode args, EvaluationContextImpl context,
            String filename, int lineNumber) {
        if (argumentValues != null || instance == null || name == null) {
            return null;
        }
        return switch (instance) {
            case Map<?, ?> map -> entry(map, name.toString());
            case List<?> list when name instanceof Number number -> item(list, number.longValue());
            case LoopVariables loop -> ofLoop(loop, name.toString());
            default -> null;
        };
    }

    private static @Nullable ResolvedAttribute entry(Map<?, ?> map, String key) {
        return map.containsKey(key) ? new ResolvedAttribute(map.get(key)) : null;
    }

    private static @Nullable ResolvedAttribute item(List<?> list, long index) {
        return index >= 0 && index < list.size() ? new ResolvedAttribute(list.get((int) index)) : null;
    }

    private static @Nullable ResolvedAttribute ofLoop(LoopVariables loop, String name) {
        return switch (name) {
            case "first" -> new ResolvedAttribute(loop.isFirst());
            case "last" -> new ResolvedAttribute(loop.isLast());
            case "index" -> new ResolvedAttribute(loop.getIndex());
            case "revindex" -> new ResolvedAttribute(loop.getRevindex().intValue());
            case "length" -> new ResolvedAttribute(loop.getLength().intValue());
            default -> null;
        };
    }
}
