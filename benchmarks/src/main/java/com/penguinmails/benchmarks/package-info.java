/**
 * Micro-benchmarks (JMH) of the parts that decide how fast a node is. After {@code mvn package} they run, with the JVM flags of
 * {@code pom.xml}, by {@code java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) org.openjdk.jmh.Main}.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.benchmarks;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
