package io.helve.net.tls;

import io.helve.stream.StreamProperty;
import io.helve.stream.TlsConfig;
import io.helve.stream.TlsConfig.AuthMode;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Turns the result of a handshake into properties of the stream. */
final class HandshakeVerdict {
    private HandshakeVerdict() {}

    static void describe(SSLEngine engine, TlsConfig config, Map<StreamProperty<?>, Object> properties) {
        SSLSession session = engine.getSession();
        properties.put(StreamProperty.TLS_VERSION, session.getProtocol());
        properties.put(StreamProperty.TLS_CIPHER, session.getCipherSuite());
        String protocol = engine.getApplicationProtocol();
        if (protocol != null && !protocol.isEmpty()) {
            properties.put(StreamProperty.TLS_ALPN, protocol);
        }
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    properties.put(StreamProperty.TLS_SERVER_NAME, host.getAsciiName());
                }
            }
        }
        List<X509Certificate> certificates = certificates(session);
        if (!certificates.isEmpty()) {
            properties.put(StreamProperty.TLS_PEER_CERTIFICATES, certificates);
        }
        boolean verified = !certificates.isEmpty() && config.authMode() != AuthMode.NONE;
        properties.put(StreamProperty.TLS_VERIFIED, verified);
    }

    private static List<X509Certificate> certificates(SSLSession session) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Certificate each : session.getPeerCertificates()) {
                if (each instanceof X509Certificate certificate) {
                    certificates.add(certificate);
                }
            }
        } catch (SSLPeerUnverifiedException e) {
            // the peer has sent no certificate
        }
        return List.copyOf(certificates);
    }
}
