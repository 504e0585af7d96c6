/**
 * Beans in the platform's MBean server. {@link io.helve.ops.jmx.JmxViews} keeps one for each object: its interface ends
 * with {@code MXBean}, the bean itself with {@code Bean}, and {@code Beans} registers and removes them.
 * {@link io.helve.ops.model.Recent} spares a snapshot for each attribute; {@code Notifier} sends notifications when
 * counters have grown.
 *
 * <p>Threads: one, {@code helve-ops-jmx}, compares the beans with the statistics and sends notifications; getters run
 * on the threads of JMX clients. No getter and no operation blocks.
 *
 * <p>Shutdown: the thread ends, then the beans are removed. A bean that a client still holds shows the last values.
 */
package io.helve.ops.jmx;
