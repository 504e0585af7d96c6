package io.helve.remote.osgi;

import io.helve.remote.server.ExportedService;
import io.helve.remote.server.Offer;
import org.apache.aries.rsa.spi.Endpoint;
import org.osgi.service.remoteserviceadmin.EndpointDescription;

/** An exported service, as Remote Service Admin holds it. */
final class SpEndpointRegistration implements Endpoint {
    private final RemoteRecords records;
    private final ExportedService service;
    private final String tenant;
    private final Offer offer;
    private final EndpointDescription description;

    SpEndpointRegistration(
            RemoteRecords records,
            ExportedService service,
            String tenant,
            Offer offer,
            EndpointDescription description) {
        this.records = records;
        this.service = service;
        this.tenant = tenant;
        this.offer = offer;
        this.description = description;
        records.exported(this);
    }

    ExportedService service() {
        return service;
    }

    String tenant() {
        return tenant;
    }

    Offer offer() {
        return offer;
    }

    @Override
    public EndpointDescription description() {
        return description;
    }

    @Override
    public void close() {
        records.withdrawn(this);
        offer.close();
    }
}
