package io.helve.aio;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Requirement;

/**
 * Marks a class or package whose bundle needs handles: bnd writes a requirement of the service {@link AioFactory} into
 * the manifest of the bundle, from which resolvers find {@code io.helve.impl}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.PACKAGE})
@Requirement(namespace = "osgi.service", filter = "(objectClass=io.helve.aio.AioFactory)", effective = "active")
public @interface RequireAio {}
