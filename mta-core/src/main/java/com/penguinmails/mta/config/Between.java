package com.penguinmails.mta.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The least and the greatest value of a key, written as in the file: {@code @Between({"1", "1000"})},
 * {@code @Between({"1MiB", "900MiB"})}, {@code @Between({"1s", "1h"})}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Between {

    /** The least and the greatest value. */
    String[] value();
}
