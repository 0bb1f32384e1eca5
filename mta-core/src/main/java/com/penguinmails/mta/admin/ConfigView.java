package com.penguinmails.mta.admin;

import com.penguinmails.mta.config.ConfigNames;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A configuration as data for people: keys as in the file, values as one would write them, secrets masked. */
final class ConfigView {
    private static final Set<String> MASKED = Set.of("hash", "tokenHash");

    private ConfigView() {}

    static Map<String, Object> of(Record config) {
        var view = new LinkedHashMap<String, Object>();
        for (RecordComponent component : config.getClass().getRecordComponents()) {
            Object value = read(component, config);
            if (value != null) {
                view.put(ConfigNames.snakeCase(component.getName()),
                        MASKED.contains(component.getName()) ? "********" : shown(value));
            }
        }
        return view;
    }

    private static Object shown(Object value) {
        return switch (value) {
            case Number number -> number;
            case Boolean flag -> flag;
            case Enum<?> word -> word.name().toLowerCase(Locale.ROOT);
            case Duration duration -> text(duration);
            case Path path -> path.toString();
            case List<?> list -> list.stream().map(element -> shown((Object) element)).toList();
            case Map<?, ?> map -> shownMap(map);
            case Record config when config.getClass().getSimpleName().endsWith("Config") -> of(config);
            default -> value.toString();
        };
    }

    private static Map<String, Object> shownMap(Map<?, ?> map) {
        var view = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> view.put(String.valueOf(key), shown((Object) value)));
        return view;
    }

    private static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 86_400_000 == 0) {
            return millis / 86_400_000 + "d";
        }
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "min";
        }
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    private static @Nullable Object read(RecordComponent component, Record config) {
        try {
            return component.getAccessor().invoke(config);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component.getName(), e);
        }
    }
}
