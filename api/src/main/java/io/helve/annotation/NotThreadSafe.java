package io.helve.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One object of the annotated type may be used by one thread at a time only. A caller that hands the object from one
 * thread to another sees to it that the first thread's calls happen before the second thread's, by a lock for example;
 * starting an operation with the object and running the callback of that operation are such a hand-over.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface NotThreadSafe {}
