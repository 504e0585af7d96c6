package io.helve.net.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * The certificates that a listener presents, each with its chain, and the authorities that the listener trusts. Two
 * listeners that have loaded the same may share a port, whatever their configurations were made of. The listener has
 * proved that it has the key of each certificate, so a tenant that knows only somebody else's certificates, which are
 * public, does not get to share that tenant's port.
 *
 * <p>This is no record: the equality that Java makes for a record would keep its class, and with it the class loader of
 * this bundle, in a cache of the JDK after the bundle has gone.
 */
final class ServerIdentity {
    private final Set<List<X509Certificate>> chains;
    private final Set<X509Certificate> trusted;

    /**
     * Creates an identity.
     *
     * @param chains the chain of each certificate that has been proved
     * @param trusted the authorities; empty if no peer is verified
     */
    ServerIdentity(Set<List<X509Certificate>> chains, Set<X509Certificate> trusted) {
        this.chains = chains;
        this.trusted = trusted;
    }

    boolean isSame(ServerIdentity other) {
        return chains.equals(other.chains) && trusted.equals(other.trusted);
    }
}
