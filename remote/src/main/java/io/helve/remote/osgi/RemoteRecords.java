package io.helve.remote.osgi;

import io.helve.remote.call.CallCounts;
import io.helve.remote.client.CallClient;
import io.helve.remote.client.CallClient.Link;
import io.helve.remote.osgi.ImportedServices.Imported;
import io.helve.remote.server.CallServers;
import io.helve.remote.statistics.ExportedEndpoint;
import io.helve.remote.statistics.ImportedEndpoint;
import io.helve.remote.statistics.RemoteSnapshot;
import io.helve.stream.StreamUrl;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What is exported and imported, for the statistics. Any thread may use it. */
final class RemoteRecords {
    private final CallServers servers;
    private final CallClient client;

    /** The imported services that are in the registry. */
    private final Supplier<List<Imported>> registry;

    private final Set<SpEndpointRegistration> exports = ConcurrentHashMap.newKeySet();
    private final Map<String, Import> imports = new ConcurrentHashMap<>();

    /** The addresses that calls of an endpoint use, and what counts these calls. */
    private record Import(List<StreamUrl> urls, CallCounts counts) {}

    RemoteRecords(CallServers servers, CallClient client, Supplier<List<Imported>> registry) {
        this.servers = servers;
        this.client = client;
        this.registry = registry;
    }

    void exported(SpEndpointRegistration endpoint) {
        exports.add(endpoint);
    }

    void withdrawn(SpEndpointRegistration endpoint) {
        exports.remove(endpoint);
    }

    /** {@return what counts the calls of an endpoint: all bundles that import it share one object} */
    CallCounts imported(String id, List<StreamUrl> urls) {
        return imports.computeIfAbsent(id, key -> new Import(urls, new CallCounts()))
                .counts();
    }

    /** Forgets the counters of an endpoint that has gone. */
    void forget(String id) {
        imports.remove(id);
    }

    RemoteSnapshot snapshot() {
        List<Imported> present = registry.get();
        return new RemoteSnapshot(
                exports.stream().map(RemoteRecords::snapshot).toList(),
                present.stream().map(this::snapshot).toList(),
                servers.busy());
    }

    private static ExportedEndpoint snapshot(SpEndpointRegistration endpoint) {
        CallCounts counts = endpoint.service().counts();
        return new ExportedEndpoint(
                endpoint.description().getId(),
                endpoint.tenant(),
                endpoint.service().interfaces(),
                texts(endpoint.offer().urls()),
                texts(endpoint.offer().unbound()),
                counts.calls(),
                counts.inProgress(),
                endpoint.service().refusals(),
                endpoint.service().busy(),
                counts.failures(),
                counts.latency(),
                counts.lastError());
    }

    private ImportedEndpoint snapshot(Imported service) {
        Import known = imports.get(service.id());
        CallCounts counts = known == null ? new CallCounts() : known.counts();
        Link link = known == null ? new Link(ImportedEndpoint.Connection.IDLE, "") : client.link(known.urls());
        List<String> urls = known == null
                ? IntentSet.strings(EndpointProperties.URL, service.properties().get(EndpointProperties.URL))
                : texts(known.urls());
        return new ImportedEndpoint(
                service.id(),
                service.tenants(),
                ImportedServices.interfaces(service.properties()),
                urls,
                link.state(),
                link.failure(),
                counts.calls(),
                counts.inProgress(),
                counts.failures(),
                counts.timeouts(),
                counts.latency(),
                counts.lastError());
    }

    private static List<String> texts(List<StreamUrl> urls) {
        return urls.stream().map(StreamUrl::toString).toList();
    }
}
