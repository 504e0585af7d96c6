/**
 * Streams over TLS. {@link io.helve.net.tls.TlsUpgrade} secures a connection, for this scheme and for those that stand
 * on it; Netty's handler for the JDK's engine does the work, {@code Credentials} keep what it needs from files.
 */
package io.helve.net.tls;
