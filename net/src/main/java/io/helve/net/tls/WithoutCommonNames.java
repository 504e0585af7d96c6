package io.helve.net.tls;

import io.netty.util.NetUtil;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Refuses servers whose name would be compared with the common name (CN) of their certificate, because the certificate
 * has no DNS name among its subject alternative names. The JDK falls back to the common name, and no setting prevents
 * that. Addresses are compared with subject alternative names only, also by the JDK.
 */
final class WithoutCommonNames extends X509ExtendedTrustManager {
    /** The type of a DNS name among the subject alternative names, RFC 5280 section 4.2.1.6. */
    private static final Integer DNS_NAME = 2;

    private final X509ExtendedTrustManager delegate;

    WithoutCommonNames(X509ExtendedTrustManager delegate) {
        this.delegate = delegate;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        delegate.checkServerTrusted(chain, type, engine);
        check(chain, engine.getPeerHost());
    }

    private static void check(X509Certificate[] chain, String name) throws CertificateException {
        boolean isAddress = name != null && (NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name));
        if (!isAddress && !hasDnsName(chain[0])) {
            throw new CertificateException("the certificate has no DNS name among its subject alternative names, and "
                    + "its common name does not count unless the TLS configuration says so");
        }
    }

    private static boolean hasDnsName(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names != null && names.stream().anyMatch(name -> DNS_NAME.equals(name.get(0)));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        delegate.checkServerTrusted(chain, type, socket);
        check(
                chain,
                socket instanceof SSLSocket secure
                        ? secure.getHandshakeSession().getPeerHost()
                        : null);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        delegate.checkServerTrusted(chain, type);
        check(chain, null);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        delegate.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        delegate.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        delegate.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return delegate.getAcceptedIssuers();
    }
}
