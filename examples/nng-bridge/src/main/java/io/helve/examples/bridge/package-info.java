/** A bridge from C to Java: a program with nng's library pushes readings, and Java acknowledges and publishes them. */
package io.helve.examples.bridge;
