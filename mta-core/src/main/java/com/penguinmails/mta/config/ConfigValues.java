package com.penguinmails.mta.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Single values of a configuration file: how each type is written and what it must lie between. */
final class ConfigValues {
    private static final Set<Class<?>> WORDS = Set.of(ByteSize.class, Rate.class, ByteRate.class, Endpoint.class,
            Secret.class, Percent.class);

    private final Map<Class<?>, Function<String, Object>> parsers;

    ConfigValues(@Nullable Path directory) {
        this.parsers = Map.of(ByteSize.class, ByteSize::parse, Rate.class, Rate::parse, ByteRate.class, ByteRate::parse,
                Endpoint.class, Endpoint::parse, Percent.class, Percent::parse,
                Secret.class, Secret::new, Duration.class, Durations::parse, Path.class,
                text -> directory == null ? Path.of(text) : directory.resolve(text).normalize(), String.class,
                text -> text);
    }

    /** Whether a record is written as one word and not as a table. */
    boolean isScalar(Class<?> type) {
        return WORDS.contains(type);
    }

    /** @throws IllegalArgumentException saying what is expected */
    Object convert(Class<?> type, @Nullable Object raw) {
        if (type == int.class || type == Integer.class) {
            return Math.toIntExact(number(raw, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        if (type == long.class || type == Long.class) {
            return number(raw, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == boolean.class || type == Boolean.class) {
            if (raw instanceof Boolean) {
                return raw;
            }
            throw new IllegalArgumentException("true or false is expected");
        }
        if (type.isEnum()) {
            return word(type, raw);
        }
        Function<String, Object> parser = parsers.get(type);
        if (parser == null) {
            throw new IllegalStateException("no way to read a " + type.getName());
        }
        if (raw instanceof String text) {
            return parser.apply(text);
        }
        throw new IllegalArgumentException("a text in quotes is expected");
    }

    /** What is wrong with the value, or nothing. */
    Optional<String> outOfBounds(Object value, Between between) {
        long actual = magnitude(value);
        long least = magnitude(convertBound(value, between.value()[0]));
        long greatest = magnitude(convertBound(value, between.value()[1]));
        if (actual >= least && actual <= greatest) {
            return Optional.empty();
        }
        return Optional.of("must lie between " + between.value()[0] + " and " + between.value()[1]);
    }

    private Object convertBound(Object value, String bound) {
        if (value instanceof Number) {
            return Long.parseLong(bound);
        }
        return convert(value.getClass(), bound);
    }

    private static long magnitude(Object value) {
        return switch (value) {
            case Number number -> number.longValue();
            case ByteSize size -> size.bytes();
            case Duration duration -> duration.toMillis();
            default -> throw new IllegalStateException("no bounds for a " + value.getClass().getName());
        };
    }

    private static long number(@Nullable Object raw, long least, long greatest) {
        if (raw instanceof Long number && number >= least && number <= greatest) {
            return number;
        }
        throw new IllegalArgumentException("a whole number is expected");
    }

    /** A constant is written in lower case. */
    private static Object word(Class<?> type, @Nullable Object raw) {
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT)).toList();
        int index = raw instanceof String text ? words.indexOf(text) : -1;
        if (index < 0) {
            throw new IllegalArgumentException("one of \"" + String.join("\", \"", words) + "\" is expected");
        }
        return type.getEnumConstants()[index];
    }
}
