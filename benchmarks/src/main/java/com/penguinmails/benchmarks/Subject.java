package com.penguinmails.benchmarks;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a JMH benchmark of a {@link Part}: what does what. Rivals are compared with ours at the same task. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Subject {

    /** What is done, the same words for all that do it. */
    String task();

    /** Who does it; empty: this project. */
    String rival() default "";
}
