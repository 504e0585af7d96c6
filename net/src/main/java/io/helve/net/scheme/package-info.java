/**
 * What a scheme has to provide: {@link io.helve.net.scheme.Scheme} makes channels and finds addresses,
 * {@link io.helve.net.scheme.Upgrade} makes the handshakes of a fresh connection, and
 * {@link io.helve.net.scheme.EstablishedConnection} describes the result to the stream.
 */
package io.helve.net.scheme;
