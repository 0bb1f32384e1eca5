package com.penguinmails.mta.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Turns a TOML table into a record, component by component, and notes each problem with its line. */
final class RecordBinder {
    private final Path file;
    private final List<ConfigProblem> problems;
    private final ConfigValues values;
    private @Nullable TomlTable root;

    RecordBinder(Path file, List<ConfigProblem> problems) {
        this.file = file;
        this.problems = problems;
        this.values = new ConfigValues(file.toAbsolutePath().getParent());
    }

    <T extends Record> @Nullable T bindRoot(Class<T> type, TomlTable table) {
        root = table;
        return type.cast(bind(type, table, "", 0));
    }

    private @Nullable Object bind(Class<?> type, TomlTable table, String prefix, int line) {
        int before = problems.size();
        RecordComponent[] components = type.getRecordComponents();
        refuseUnknown(components, table, prefix);
        Object defaults = defaultsOf(type).orElse(null);
        @Nullable
        Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] = component(components[i], table, prefix, line, defaults);
        }
        return problems.size() == before ? construct(type, components, arguments, prefix, line) : null;
    }

    private @Nullable Object component(RecordComponent component, TomlTable table, String prefix, int tableLine,
            @Nullable Object defaults) {
        String key = ConfigNames.snakeCase(component.getName());
        String path = prefix + key;
        if (!table.contains(List.of(key))) {
            return absent(component, path, tableLine, defaults);
        }
        TomlPosition position = table.inputPositionOf(List.of(key));
        int line = position == null ? tableLine : position.line();
        Object value = value(component.getGenericType(), table.get(List.of(key)), path, line);
        Between between = component.getAnnotation(Between.class);
        if (value != null && between != null) {
            values.outOfBounds(value, between).ifPresent(message -> problem(line, path, message));
        }
        return value;
    }

    private @Nullable Object absent(RecordComponent component, String path, int line, @Nullable Object defaults) {
        if (defaults != null) {
            Object value = invokeNullable(component.getAccessor(), defaults);
            return value instanceof Path relative ? values.convert(Path.class, relative.toString()) : value;
        }
        if (component.getType() == List.class) {
            return List.of();
        }
        if (component.getType() == Map.class) {
            return Map.of();
        }
        if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            problem(line, path, "is missing");
        }
        return null;
    }

    private @Nullable Object value(Type type, @Nullable Object raw, String path, int line) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return list(generic.getActualTypeArguments()[0], raw, path, line);
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            return map(generic.getActualTypeArguments()[1], raw, path, line);
        }
        Class<?> target = (Class<?>) type;
        if (target.isRecord() && !values.isScalar(target)) {
            if (raw instanceof TomlTable table) {
                return bind(target, table, path + ".", line);
            }
            problem(line, path, "a table is expected");
            return null;
        }
        try {
            return values.convert(target, raw);
        } catch (IllegalArgumentException e) {
            problem(line, path, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable Object list(Type element, @Nullable Object raw, String path, int line) {
        if (!(raw instanceof TomlArray array)) {
            problem(line, path, "a list is expected");
            return null;
        }
        var list = new ArrayList<Object>();
        for (int i = 0; i < array.size(); i++) {
            TomlPosition position = array.inputPositionOf(i);
            Object value = value(element, array.get(i), path + "[" + i + "]", position.line());
            if (value != null) {
                list.add(value);
            }
        }
        return list;
    }

    private @Nullable Object map(Type element, @Nullable Object raw, String path, int line) {
        if (!(raw instanceof TomlTable table)) {
            problem(line, path, "a table is expected");
            return null;
        }
        var map = new LinkedHashMap<String, Object>();
        for (String key : table.keySet()) {
            TomlPosition position = table.inputPositionOf(List.of(key));
            int at = position == null ? line : position.line();
            Object value = value(element, table.get(List.of(key)), path + "." + key, at);
            if (value != null) {
                map.put(key, value);
            }
        }
        return map;
    }

    private void refuseUnknown(RecordComponent[] components, TomlTable table, String prefix) {
        List<String> known = Arrays.stream(components).map(c -> ConfigNames.snakeCase(c.getName())).toList();
        for (String key : table.keySet()) {
            if (!known.contains(key)) {
                TomlPosition position = table.inputPositionOf(List.of(key));
                String hint = ConfigNames.nearest(key, known).map(name -> "; did you mean \"" + name + "\"?")
                        .orElse("");
                problem(position == null ? 0 : position.line(), prefix + key, "is not a known key" + hint);
            }
        }
    }

    private @Nullable Object construct(Class<?> type, RecordComponent[] components, @Nullable Object[] arguments,
            String prefix,
            int line) {
        try {
            Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getTargetException() instanceof KeyProblems.Found found) {
                found.messages().forEach((key, message) -> problem(lineOf(prefix + key, line), prefix + key, message));
                return null;
            }
            String name = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
            problem(line, name, String.valueOf(e.getTargetException().getMessage()));
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no record to bind to: " + type.getName(), e);
        }
    }

    private int lineOf(String key, int otherwise) {
        int line = root == null ? 0 : new ConfigLines(root).line(key);
        return line == 0 ? otherwise : line;
    }

    private static Optional<Object> defaultsOf(Class<?> type) {
        try {
            return Optional.ofNullable(invokeNullable(type.getDeclaredMethod("defaults"), null));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Object invokeNullable(Method method, @Nullable Object target) {
        try {
            return method.invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot call " + method, e);
        }
    }

    private void problem(int line, String key, String message) {
        problems.add(new ConfigProblem(file, line, key, message));
    }
}
