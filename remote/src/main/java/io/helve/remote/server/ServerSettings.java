package io.helve.remote.server;

import io.helve.stream.TlsConfig;
import java.util.Optional;

/**
 * The settings of all servers.
 *
 * @param bind where services without addresses of their own are offered
 * @param limits what each server allows
 * @param tls the certificate of the servers, and which clients they trust; empty if no server can use TLS
 */
public record ServerSettings(BindSettings bind, CallLimits limits, Optional<TlsConfig> tls) {}
