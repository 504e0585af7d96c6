/**
 * Options of the command line for TLS, which several commands have: {@link io.helve.shell.tls.TlsFlags} makes a
 * configuration for an endpoint in an {@link io.helve.shell.tls.EndpointRole}.
 */
package io.helve.shell.tls;
