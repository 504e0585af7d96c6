package io.helve.remote.osgi;

import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.remoteserviceadmin.RemoteConstants;

/** The versions of the packages of interfaces: an endpoint names those of its side. */
final class PackageVersions {
    private PackageVersions() {}

    /**
     * Compares the package of an interface with that of an endpoint.
     *
     * @return why the interface cannot be used for the endpoint; null if it can
     */
    static String difference(Class<?> type, Map<String, Object> endpoint) {
        String name = type.getPackageName();
        Object theirs = endpoint.get(RemoteConstants.ENDPOINT_PACKAGE_VERSION_ + name);
        Version ours = versionOf(type);
        if (theirs == null || ours == null) {
            return null;
        }
        try {
            Version other = Version.parseVersion(theirs.toString());
            return other.getMajor() == ours.getMajor()
                    ? null
                    : "the package " + name + " has version " + other + " there, and " + ours + " here";
        } catch (IllegalArgumentException e) {
            return "the version of the package " + name + " is no version: " + theirs;
        }
    }

    private static Version versionOf(Class<?> type) {
        Bundle bundle = FrameworkUtil.getBundle(type);
        BundleWiring wiring = bundle == null ? null : bundle.adapt(BundleWiring.class);
        if (wiring == null) {
            return null;
        }
        List<BundleCapability> packages = wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE);
        return packages.stream()
                .filter(each ->
                        type.getPackageName().equals(each.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                .map(each -> each.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE))
                .filter(Version.class::isInstance)
                .map(Version.class::cast)
                .findFirst()
                .orElse(null);
    }
}
