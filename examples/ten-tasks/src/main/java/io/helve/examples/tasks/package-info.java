/** Ten small tasks with Helve, JeroMQ and Netty; the same in C with nng is in {@code src/main/c}. */
package io.helve.examples.tasks;
