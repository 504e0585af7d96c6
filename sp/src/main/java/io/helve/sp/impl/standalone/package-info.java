/**
 * Sockets without a framework: {@link io.helve.sp.impl.standalone.SocketsExtension} is found with
 * {@code ServiceLoader}. A runtime opens it when a service of sockets is first requested. Closing it closes all
 * sockets, and afterwards the stream factory that the sockets use.
 */
package io.helve.sp.impl.standalone;
