package com.penguinmails.benchmarks;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a class of JMH benchmarks: the part of the node that it measures, by the name for {@code penguin bench parts --only}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Part {

    /** Lower case, unique. */
    String value();
}
