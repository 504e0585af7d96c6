/** Byte streams in a runtime without OSGi, found with {@code ServiceLoader}. */
package io.helve.net.standalone;
