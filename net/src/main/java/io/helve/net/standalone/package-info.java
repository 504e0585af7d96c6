/**
 * Byte streams without a framework: {@link io.helve.net.standalone.NetExtension} is found with {@code ServiceLoader}. A
 * runtime opens it when a service of streams is first requested, and closes it before its own handles: the sessions of
 * the program are closed first, then the event loops end.
 */
package io.helve.net.standalone;
