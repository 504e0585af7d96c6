package io.helve.remote.osgi;

import io.helve.remote.server.Offer;
import org.apache.aries.rsa.spi.Endpoint;
import org.osgi.service.remoteserviceadmin.EndpointDescription;

/** An exported service, as Remote Service Admin holds it. */
record SpEndpointRegistration(Offer offer, EndpointDescription description) implements Endpoint {
    @Override
    public void close() {
        offer.close();
    }
}
