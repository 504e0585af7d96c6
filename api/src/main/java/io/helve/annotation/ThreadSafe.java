package io.helve.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * All methods of the annotated type may be called by any number of threads at the same time, without a lock of the
 * caller's. Immutable types are thread-safe, too. On an interface, the annotation binds those who implement it.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ThreadSafe {}
