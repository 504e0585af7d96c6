package io.helve.stream;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Requirement;

/**
 * Marks a class or package whose bundle needs byte streams: bnd writes requirements of the service
 * {@link StreamFactory} and of a provider of the scheme into the manifest of the bundle, from which resolvers find
 * {@code io.helve.net} with Netty, or the bundle with another provider. Repeat the annotation for each further scheme.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.PACKAGE})
@Requirement(namespace = "osgi.service", filter = "(objectClass=io.helve.stream.StreamFactory)", effective = "active")
@Requirement(
        namespace = "osgi.service",
        filter = "(&(objectClass=io.helve.stream.provider.StreamProvider)(stream.scheme=${#value}))",
        effective = "active")
@Repeatable(RequireStreams.Several.class)
public @interface RequireStreams {
    /** {@return a scheme that the bundle needs} */
    String value() default "tcp";

    /** Several schemes. */
    @Documented
    @Retention(RetentionPolicy.CLASS)
    @Target({ElementType.TYPE, ElementType.PACKAGE})
    @interface Several {
        /** {@return one annotation for each scheme} */
        RequireStreams[] value();
    }
}
