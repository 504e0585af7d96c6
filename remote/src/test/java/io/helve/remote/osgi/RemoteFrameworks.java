package io.helve.remote.osgi;

import io.helve.aio.AioFactory;
import io.helve.internal.ConfigurationReader;
import io.helve.remote.call.CallFormat;
import io.helve.remote.call.RemoteTypes;
import io.helve.remote.client.CallClient;
import io.helve.remote.server.CallGuards;
import io.helve.remote.server.CallServers;
import io.helve.remote.server.CallWorkers;
import io.helve.sp.SpSockets;
import io.helve.testkit.HelveRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.aries.rsa.spi.Endpoint;
import org.osgi.service.remoteserviceadmin.EndpointDescription;

/** Makes providers with a configuration each, as frameworks on different machines have them. */
record RemoteFrameworks(HelveRuntime helve, SpSockets sockets, AioFactory factory) {
    static RemoteSettings settings(Map<String, ?> properties) {
        return RemoteSettings.parse(new ConfigurationReader(properties));
    }

    /** A provider, its servers and its guards. */
    record Node(SpDistributionProvider provider, CallServers servers, CallGuards guards) {
        <T> Endpoint export(T service, Class<T> type, Map<String, ?> more) {
            Map<String, Object> properties = new HashMap<>(Map.of(
                    "objectClass",
                    new String[] {type.getName()},
                    "service.exported.interfaces",
                    "*",
                    "endpoint.framework.uuid",
                    "here",
                    "endpoint.service.id",
                    1L));
            properties.putAll(more);
            return provider.exportService(service, null, properties, new Class<?>[] {type});
        }

        <T> T imported(Map<String, Object> endpoint, Class<T> type) {
            return type.cast(provider.importEndpoint(
                    type.getClassLoader(), null, new Class<?>[] {type}, new EndpointDescription(endpoint)));
        }
    }

    Node node(Map<String, ?> configuration) {
        RemoteSettings settings = settings(configuration);
        RemoteTypes types = FrameworkTypes.create();
        CallFormat format = new CallFormat(types);
        CallClient client = helve.closing(new CallClient(sockets, factory, format, settings.client()));
        CallGuards guards = CallGuards.optional();
        CallServers servers = helve.closing(
                new CallServers(sockets, format, settings.server(), new CallWorkers(settings.workers()), guards));
        RemoteRecords records = new RemoteRecords(servers, client, List::of);
        return new Node(
                new SpDistributionProvider(types, settings, servers, client, records, sockets::schemes),
                servers,
                guards);
    }
}
