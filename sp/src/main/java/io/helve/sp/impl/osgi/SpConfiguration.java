package io.helve.sp.impl.osgi;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The metatype of the configuration, for consoles and editors; {@link SpRuntimeComponent#limits} reads the values. */
@ObjectClassDefinition(
        name = "Helve Scalability Protocols",
        description =
                "What each bundle that uses sockets may have at most. A configuration with an invalid value is refused as"
                        + " a whole, with an error in the log: what was in force stays, and at the start that is the defaults, which"
                        + " are no limits but those of direct memory.")
@interface SpConfiguration {
    @AttributeDefinition(
            name = "Sockets per bundle",
            description = "How many sockets each using bundle may have open; further ones fail with ENOMEM",
            min = "1")
    int sockets_max() default Integer.MAX_VALUE;

    @AttributeDefinition(
            name = "Pipes per bundle",
            description =
                    "How many pipes all sockets of a bundle may have together; further ones are closed again and"
                            + " counted as rejected. A pipe that is closed counts until what it had has been sent, a second"
                            + " at most. Without a limit, as many as a quarter of the greatest heap has room for, at 16 KiB each.",
            min = "1")
    int pipes_max() default Integer.MAX_VALUE;

    @AttributeDefinition(
            name = "Queued bytes per bundle",
            description =
                    "How many bytes the buffers of all sockets of a bundle may hold together; beyond that they are"
                            + " full. Each pipe holds up to 1 MiB besides, and a message of which a part has arrived.",
            min = "1")
    long queue_bytes_max() default Long.MAX_VALUE;

    @AttributeDefinition(
            name = "Direct memory",
            description =
                    "How many bytes of direct memory the pipes of all bundles may use together; 0 for a quarter of"
                            + " what the JVM allows. At the limit pipes read and write in small pieces.",
            min = "0")
    long direct_memory_max() default 0;

    @AttributeDefinition(
            name = "Direct memory per bundle",
            description = "How many bytes of direct memory the pipes of each bundle may use; 0 for half of what all"
                    + " may use together",
            min = "0")
    long direct_memory_bundle_max() default 0;
}
