package io.helve.ops.osgi;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The metatype of PID {@code io.helve.ops}, for those who edit configurations; {@link OpsProperties} reads them. */
@ObjectClassDefinition(name = "Helve for operators", description = "Views on the statistics: JMX and health checks")
@interface OpsConfiguration {
    @AttributeDefinition(
            name = "JMX interval",
            description =
                    "Milliseconds between two looks for objects that have no MBean yet, and for events to notify of",
            min = "100",
            max = "3600000")
    long jmx_interval() default 5000;

    @AttributeDefinition(
            name = "Stalled pool",
            description = "Milliseconds for which completions may wait in a pool that completes none, before the health"
                    + " check of pools is critical",
            min = "100",
            max = "3600000")
    long health_stall() default 10000;

    @AttributeDefinition(
            name = "Quota",
            description = "Percentage of its quota of handles from which a bundle makes the health check of pools warn",
            min = "1",
            max = "100")
    int health_quota() default 90;

    @AttributeDefinition(
            name = "Direct memory",
            description = "Percentage of a budget of direct memory from which the health check of memory warns",
            min = "1",
            max = "100")
    int health_memory() default 90;

    @AttributeDefinition(
            name = "Late timers",
            description = "Milliseconds that a timer may be late before the health check of timers warns",
            min = "1",
            max = "3600000")
    long health_late() default 1000;
}
