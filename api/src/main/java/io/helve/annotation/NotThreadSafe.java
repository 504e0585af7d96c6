package io.helve.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Only one thread at a time may use an object of the annotated type, except for the methods whose documentation allows
 * more. A program that hands the object from one thread to another must ensure that the first thread's calls happen
 * before the second thread's, with a lock for example. Starting an operation with the object, and then running the
 * callback of that operation, is such a hand-over.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface NotThreadSafe {}
