package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import io.helve.aio.AioFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** What the bundles tell resolvers and configuration tools about themselves. */
public class CapabilitiesIT extends FrameworkTest {
    private static final Set<String> ATTRIBUTES = Set.of(
            "threads.min",
            "threads.max",
            "threads.spare",
            "thread.priority",
            "idle.time",
            "handles.max",
            "drain.time",
            "slow.callback",
            "file.threads",
            "capture.starts");

    @Test
    public void implProvidesTheServiceToResolvers() {
        var services = capabilities("io.helve.impl", "osgi.service").stream()
                .map(capability -> String.valueOf(capability.getAttributes().get(Constants.OBJECTCLASS)))
                .collect(Collectors.joining(" "));
        for (String type : List.of("io.helve.aio.AioFactory", "io.helve.file.AioFiles", "io.helve.aio.AioStatistics")) {
            assertTrue(type + " in " + services, services.contains(type));
        }
    }

    @Test
    public void implIsAnImplementationThatOthersCanRequire() {
        var names = capabilities("io.helve.impl", "osgi.implementation").stream()
                .map(capability -> capability.getAttributes().get("osgi.implementation"))
                .toList();
        assertEquals(List.of("io.helve.aio"), names);
    }

    @Test
    public void onlyTheApiExportsPackages() {
        assertEquals(List.of(), capabilities("io.helve.impl", PackageNamespace.PACKAGE_NAMESPACE));
        var exported = capabilities("io.helve.api", PackageNamespace.PACKAGE_NAMESPACE);
        assertTrue(exported.size() >= 4);
        for (BundleCapability capability : exported) {
            Version version = (Version) capability.getAttributes().get(Constants.VERSION_ATTRIBUTE);
            assertTrue(capability.toString(), version.compareTo(new Version(1, 0, 0)) >= 0);
        }
    }

    @Test
    public void thePoolsHaveMetatypeInformation() {
        MetaTypeInformation information = metatype();
        assertEquals(List.of("io.helve.aio"), List.of(information.getPids()));
        assertEquals(List.of("io.helve.aio.pool"), List.of(information.getFactoryPids()));

        Set<String> ofTheDefault = attributes("io.helve.aio");
        assertTrue(ofTheDefault.toString(), ofTheDefault.containsAll(ATTRIBUTES));
        Set<String> ofAPool = attributes("io.helve.aio.pool");
        assertTrue(ofAPool.toString(), ofAPool.containsAll(ATTRIBUTES));
        assertTrue(ofAPool.toString(), ofAPool.contains(AioFactory.POOL));
    }

    @Test
    public void everyAttributeHasANameADescriptionAndADefault() {
        for (AttributeDefinition attribute :
                definition("io.helve.aio").getAttributeDefinitions(ObjectClassDefinition.ALL)) {
            assertNotNull(attribute.getID(), attribute.getName());
            assertNotNull(attribute.getID(), attribute.getDescription());
            assertNotNull(attribute.getID(), attribute.getDefaultValue());
        }
    }

    private Set<String> attributes(String pid) {
        return Arrays.stream(definition(pid).getAttributeDefinitions(ObjectClassDefinition.ALL))
                .map(AttributeDefinition::getID)
                .collect(Collectors.toSet());
    }

    private ObjectClassDefinition definition(String pid) {
        return metatype().getObjectClassDefinition(pid, null);
    }

    private MetaTypeInformation metatype() {
        return service(MetaTypeService.class).getMetaTypeInformation(bundleNamed("io.helve.impl"));
    }

    private Collection<BundleCapability> capabilities(String symbolicName, String namespace) {
        Bundle bundle = bundleNamed(symbolicName);
        return bundle.adapt(BundleRevision.class).getDeclaredCapabilities(namespace);
    }
}
