package io.helve.net.tls;

import io.helve.net.tcp.HostText;
import io.helve.stream.StreamUrl;
import io.helve.stream.TlsConfig;
import io.helve.stream.TlsConfig.AuthMode;
import io.helve.stream.TlsConfig.Version;
import io.netty.util.NetUtil;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** Sets up the JDK's TLS engine for one connection. */
final class Engines {
    private Engines() {}

    static SSLEngine dialing(SSLContext context, TlsConfig config, StreamUrl url) throws SSLException {
        String name = config.serverName().orElseGet(() -> HostText.withoutZone(url.host()));
        SSLEngine engine = context.createSSLEngine(name, url.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = common(engine, config);
        parameters.setServerNames(serverNames(name));
        boolean compares = config.authMode() != AuthMode.NONE && config.verifyHost();
        parameters.setEndpointIdentificationAlgorithm(compares ? "HTTPS" : null);
        return with(engine, parameters);
    }

    static SSLEngine accepting(SSLContext context, TlsConfig config) throws SSLException {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = common(engine, config);
        switch (config.authMode()) {
            case OPTIONAL -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
            default -> parameters.setNeedClientAuth(false);
        }
        return with(engine, parameters);
    }

    private static SSLParameters common(SSLEngine engine, TlsConfig config) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(Stream.of(Version.TLS_1_3, Version.TLS_1_2)
                .filter(each -> each.compareTo(config.minVersion()) >= 0 && each.compareTo(config.maxVersion()) <= 0)
                .map(each -> each == Version.TLS_1_3 ? "TLSv1.3" : "TLSv1.2")
                .toArray(String[]::new));
        if (!config.cipherSuites().isEmpty()) {
            parameters.setCipherSuites(config.cipherSuites().toArray(String[]::new));
            parameters.setUseCipherSuitesOrder(true);
        }
        parameters.setApplicationProtocols(config.alpn().toArray(String[]::new));
        return parameters;
    }

    private static SSLEngine with(SSLEngine engine, SSLParameters parameters) throws SSLException {
        try {
            engine.setSSLParameters(parameters);
            return engine;
        } catch (IllegalArgumentException e) { // for example an empty application protocol
            throw new SSLException("the TLS configuration cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the server name to ask for. An address is not a name and cannot be asked for; it is still compared with
     * the certificate.
     */
    private static List<SNIServerName> serverNames(String name) {
        if (NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name)) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(name.endsWith(".") ? name.substring(0, name.length() - 1) : name));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
