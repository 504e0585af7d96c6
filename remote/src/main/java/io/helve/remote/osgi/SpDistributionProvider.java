package io.helve.remote.osgi;

import io.helve.aio.AioException;
import io.helve.internal.SafeLogger;
import io.helve.remote.call.AddressTraits;
import io.helve.remote.call.CallCounts;
import io.helve.remote.call.MethodTable;
import io.helve.remote.call.RemoteTypes;
import io.helve.remote.client.CallClient;
import io.helve.remote.client.ServiceProxy;
import io.helve.remote.codec.UnsupportedTypeException;
import io.helve.remote.server.CallServers;
import io.helve.remote.server.ExportedService;
import io.helve.remote.server.Offer;
import io.helve.remote.server.OfferPlace;
import io.helve.remote.server.ServiceIdentity;
import io.helve.stream.StreamUrl;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.aries.rsa.spi.DistributionProvider;
import org.apache.aries.rsa.spi.Endpoint;
import org.apache.aries.rsa.spi.IntentUnsatisfiedException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.RemoteConstants;

/** Exports and imports services for Remote Service Admin. */
final class SpDistributionProvider implements DistributionProvider {
    private static final System.Logger LOG = SafeLogger.of(SpDistributionProvider.class);
    private static final String EXPORTED = "service.exported.";

    private final RemoteTypes types;
    private final RemoteSettings settings;
    private final CallServers servers;
    private final CallClient client;
    private final RemoteRecords records;

    /** The schemes that sockets can connect over at present. */
    private final Supplier<Set<String>> schemes;

    SpDistributionProvider(
            RemoteTypes types,
            RemoteSettings settings,
            CallServers servers,
            CallClient client,
            RemoteRecords records,
            Supplier<Set<String>> schemes) {
        this.types = types;
        this.settings = settings;
        this.servers = servers;
        this.client = client;
        this.records = records;
        this.schemes = schemes;
    }

    @Override
    public String[] getSupportedTypes() {
        return new String[] {EndpointProperties.TYPE};
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Endpoint exportService(
            Object service, BundleContext context, Map<String, Object> properties, Class[] interfaces) {
        List<String> configs = IntentSet.strings(
                RemoteConstants.SERVICE_EXPORTED_CONFIGS, properties.get(RemoteConstants.SERVICE_EXPORTED_CONFIGS));
        if (!configs.isEmpty() && !configs.contains(EndpointProperties.TYPE)) {
            return null;
        }
        EndpointProperties given = new EndpointProperties(properties);
        given.checkNames();
        given.timeout(settings.timeout()); // throws if it is garbage
        int callsMax = given.callsMax(settings.server().limits().calls());
        Set<String> asked = IntentSet.asked(properties);
        OfferPlace place = place(given, asked);
        MethodTable methods;
        try {
            methods = MethodTable.of(classes(interfaces), types);
        } catch (UnsupportedTypeException e) {
            return refused(properties, e.getMessage());
        }
        Set<String> promised = promised(place);
        if (!promised.containsAll(asked)) {
            return refused(properties, "of the intents " + asked + " only " + promised + " can be fulfilled");
        }
        if (isEncrypted(place) && settings.tls().server().isEmpty()) {
            return refused(properties, "TLS needs tls.certificate of PID " + RemoteSettings.PID);
        }
        Set<String> intents = new TreeSet<>(asked);
        intents.add(IntentSet.BASIC);
        if (methods.isAsync()) {
            intents.add(IntentSet.ASYNC);
        }
        if (promised.contains(IntentSet.CONFIDENTIAL)) {
            intents.add(IntentSet.CONFIDENTIAL);
        }
        ServiceIdentity identity = new ServiceIdentity(
                classes(interfaces).stream().map(Class::getName).toList(), properties);
        String tenant = context == null ? "" : ImportedServices.name(context.getBundle());
        return export(new ExportedService(service, identity, methods, callsMax), tenant, place, properties, intents);
    }

    private OfferPlace place(EndpointProperties given, Set<String> asked) {
        List<StreamUrl> own = given.ownUrls();
        if (own.isEmpty()) {
            boolean needsTls = given.tls().orElse(settings.tls().isDefault() || asked.contains(IntentSet.CONFIDENTIAL));
            return needsTls ? OfferPlace.ENCRYPTED : OfferPlace.COMMON;
        }
        if (given.tls().orElse(false) && !own.stream().allMatch(AddressTraits::isEncrypted)) {
            throw new IllegalArgumentException(
                    EndpointProperties.TLS + " is true, and not all addresses use TLS: " + own);
        }
        return OfferPlace.own(own);
    }

    private static boolean isEncrypted(OfferPlace place) {
        return place == OfferPlace.ENCRYPTED || place.urls().stream().anyMatch(AddressTraits::isEncrypted);
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static List<Class<?>> classes(Class[] interfaces) {
        return (List<Class<?>>) (List) Arrays.asList(interfaces);
    }

    private Set<String> promised(OfferPlace place) {
        Set<String> promised = new TreeSet<>(IntentSet.EVERYWHERE);
        List<StreamUrl> urls = place.urls();
        boolean isPrivate = urls.isEmpty()
                ? NetworkReach.isPrivate(settings.server().bind().address())
                : urls.stream().allMatch(NetworkReach::isPrivate);
        if (isPrivate) {
            promised.add(IntentSet.PRIVATE);
        }
        boolean isConfidential =
                urls.isEmpty() ? place == OfferPlace.ENCRYPTED : urls.stream().allMatch(AddressTraits::isEncrypted);
        if (isConfidential && settings.tls().server().isPresent()) {
            promised.add(IntentSet.CONFIDENTIAL);
        }
        return promised;
    }

    private static Endpoint refused(Map<String, Object> properties, String reason) {
        LOG.log(
                Level.WARNING,
                "The service " + Arrays.toString((Object[]) properties.get(Constants.OBJECTCLASS))
                        + " is not exported with " + EndpointProperties.TYPE + ": " + reason);
        return null;
    }

    private Endpoint export(
            ExportedService service,
            String tenant,
            OfferPlace place,
            Map<String, Object> properties,
            Set<String> intents) {
        Offer offer;
        try {
            offer = servers.offer(service, place);
        } catch (AioException e) {
            return refused(properties, e.getMessage());
        }
        try {
            Map<String, Object> described = new HashMap<>(properties);
            described
                    .keySet()
                    .removeIf(key -> key.regionMatches(true, 0, EXPORTED, 0, EXPORTED.length())
                            || key.regionMatches(
                                    true, 0, EndpointProperties.TYPE + ".", 0, EndpointProperties.TYPE.length() + 1));
            described.put(RemoteConstants.ENDPOINT_ID, UUID.randomUUID().toString());
            described.put(RemoteConstants.SERVICE_IMPORTED_CONFIGS, getSupportedTypes());
            described.put(RemoteConstants.SERVICE_INTENTS, List.copyOf(intents));
            List<String> urls = offer.urls().stream().map(StreamUrl::toString).toList();
            described.put(EndpointProperties.URL, urls.size() == 1 ? urls.get(0) : urls);
            described.put(EndpointProperties.SERVICE, offer.service());
            described.put(EndpointProperties.RECEIVE_MAX, offer.messageMax());
            return new SpEndpointRegistration(records, service, tenant, offer, new EndpointDescription(described));
        } catch (RuntimeException e) {
            offer.close();
            throw e;
        }
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Object importEndpoint(
            ClassLoader loader, BundleContext context, Class[] interfaces, EndpointDescription endpoint)
            throws IntentUnsatisfiedException {
        EndpointProperties given = new EndpointProperties(endpoint.getProperties());
        List<StreamUrl> urls = given.targetUrls(schemes.get());
        if (endpoint.getIntents().contains(IntentSet.CONFIDENTIAL)) {
            urls = urls.stream().filter(AddressTraits::isEncrypted).toList();
        }
        if (urls.isEmpty()) {
            throw new IntentUnsatisfiedException(
                    IntentSet.CONFIDENTIAL + ": no address of the endpoint " + endpoint.getId() + " uses TLS");
        }
        ServiceProxy.Target target =
                new ServiceProxy.Target(urls, given.service(), given.receiveMax(), given.timeout(settings.timeout()));
        List<Class<?>> types = classes(interfaces);
        for (Class<?> each : types) {
            String difference = PackageVersions.difference(each, endpoint.getProperties());
            if (difference != null) {
                throw new IntentUnsatisfiedException(difference);
            }
        }
        try {
            MethodTable methods = MethodTable.of(types, this.types);
            CallCounts counts = records.imported(endpoint.getId(), urls);
            return ServiceProxy.create(client, target, methods, counts, loader, types, FrameworkTypes::exception);
        } catch (UnsupportedTypeException e) {
            throw new IntentUnsatisfiedException(e.getMessage());
        }
    }
}
