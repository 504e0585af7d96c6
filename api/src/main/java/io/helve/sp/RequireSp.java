package io.helve.sp;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Requirement;

/**
 * Marks a class or package whose bundle needs sockets: bnd writes requirements of the service {@link SpSockets} and of
 * a transport for the scheme into the manifest of the bundle, from which resolvers find {@code io.helve.sp}, and for a
 * scheme of byte streams also {@code io.helve.net} with Netty. To be repeated for several schemes.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.PACKAGE})
@Requirement(namespace = "osgi.service", filter = "(objectClass=io.helve.sp.SpSockets)", effective = "active")
@Requirement(
        namespace = "osgi.service",
        filter = "(|(sp.scheme=${#value})(sp.transport.scheme=${#value})(stream.scheme=${#value}))",
        effective = "active")
@Repeatable(RequireSp.Several.class)
public @interface RequireSp {
    /** {@return a scheme that the bundle needs} */
    String value() default "tcp";

    /** Several schemes. */
    @Documented
    @Retention(RetentionPolicy.CLASS)
    @Target({ElementType.TYPE, ElementType.PACKAGE})
    @interface Several {
        /** {@return one annotation for each scheme} */
        RequireSp[] value();
    }
}
