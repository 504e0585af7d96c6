/** A component that prints a line each second: a handle that sleeps again and again. */
package io.helve.examples.heartbeat;
