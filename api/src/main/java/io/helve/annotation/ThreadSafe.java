package io.helve.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Any number of threads may call the methods of the annotated type at the same time, without a lock of the caller.
 * Immutable types are thread-safe, too. An annotation on an interface binds every class that implements the interface.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ThreadSafe {}
