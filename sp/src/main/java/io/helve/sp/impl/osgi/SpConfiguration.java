package io.helve.sp.impl.osgi;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What the configuration looks like to those who edit it; {@link SpProperties} reads it. */
@ObjectClassDefinition(
        name = "Helve Scalability Protocols",
        description = "What each bundle that uses sockets may have at most")
@interface SpConfiguration {
    @AttributeDefinition(
            name = "Sockets per bundle",
            description = "How many sockets each using bundle may have open; further ones fail with ENOMEM",
            min = "1")
    int sockets_max() default Integer.MAX_VALUE;

    @AttributeDefinition(
            name = "Pipes per bundle",
            description = "How many pipes all sockets of a bundle may have together; further ones are closed again and"
                    + " counted as rejected",
            min = "1")
    int pipes_max() default Integer.MAX_VALUE;

    @AttributeDefinition(
            name = "Queued bytes per bundle",
            description =
                    "How many bytes the buffers of all sockets of a bundle may hold together; beyond that they are"
                            + " full. Each pipe holds up to 1 MiB besides, and a message of which a part has arrived.",
            min = "1")
    long queue_bytes_max() default Long.MAX_VALUE;
}
