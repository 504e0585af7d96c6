package io.helve.impl.osgi;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Describes the configuration of a pool for tools that edit configurations; {@link PoolProperties} reads the
 * configuration.
 */
@ObjectClassDefinition(
        name = "Helve completion pool",
        description = "Asynchronous I/O handles: completion threads, quotas and time limits")
@interface PoolConfiguration {
    @AttributeDefinition(
            name = "Name",
            description = "The pool's name, for further pools only (factory PID io.helve.aio.pool): 1 to 64 letters,"
                    + " digits, '.', '-' or '_'. The pool of PID io.helve.aio is always called \"default\".")
    String aio_pool() default "default";

    @AttributeDefinition(
            name = "Fewest threads",
            description = "Completion threads that stay once they have been needed",
            min = "1",
            max = "1024")
    int threads_min() default 2;

    @AttributeDefinition(
            name = "Most threads",
            description = "Completion threads, spare ones not counted; 0 means twice the processors, 2 to 16",
            min = "0",
            max = "1024")
    int threads_max() default 0;

    @AttributeDefinition(
            name = "Spare threads",
            description = "Threads that may be added while all others are blocked in callbacks",
            min = "0",
            max = "1024")
    int threads_spare() default 16;

    @AttributeDefinition(
            name = "Thread priority",
            description = "Priority of the completion threads",
            min = "1",
            max = "10")
    int thread_priority() default 5;

    @AttributeDefinition(
            name = "Idle time",
            description = "Milliseconds without work after which a thread above the fewest ends",
            min = "1",
            max = "86400000")
    long idle_time() default 60000;

    @AttributeDefinition(
            name = "Handles per bundle",
            description = "How many handles each using bundle may have open",
            min = "1")
    int handles_max() default Integer.MAX_VALUE;

    @AttributeDefinition(
            name = "Drain time",
            description = "Milliseconds that closing waits for pending operations and callbacks",
            min = "0",
            max = "3600000")
    long drain_time() default 5000;

    @AttributeDefinition(
            name = "Slow callback",
            description = "Milliseconds after which a running callback is reported",
            min = "1",
            max = "86400000")
    long slow_callback() default 250;

    @AttributeDefinition(
            name = "File threads",
            description = "File operations that may be at work at a time",
            min = "1",
            max = "1024")
    int file_threads() default 8;

    @AttributeDefinition(
            name = "Capture starts",
            description = "Whether each start records its stack for the error about a busy handle; for debugging")
    boolean capture_starts() default false;
}
