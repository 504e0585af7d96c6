/**
 * Classes that Helve's own bundles share. This package is not part of the API: it may change or vanish with any
 * release. The module exports it to Helve's own modules only, and the bundle exports it with a mandatory attribute, so
 * that no other bundle imports it by accident.
 *
 * <ul>
 *   <li>Services that are chosen by the scheme of a URL: {@link io.helve.internal.SchemeRegistry} with
 *       {@link io.helve.internal.ServiceRank}, {@link io.helve.internal.SchemeProperties} and
 *       {@link io.helve.internal.ServiceSchemes}
 *   <li>Configurations: {@link io.helve.internal.ConfigurationReader}, and
 *       {@link io.helve.internal.ConfigurationRecord}, which remembers what is in force
 *   <li>The name that was meant by a mistyped one: {@link io.helve.internal.NearestName}
 *   <li>Logging that cannot end a thread: {@link io.helve.internal.SafeLogger}
 *   <li>Connections that have begun and are not ready: {@link io.helve.internal.PendingPeers}
 *   <li>Direct memory: {@link io.helve.internal.DirectMemory} tells how much there is,
 *       {@link io.helve.internal.MemoryBudget} how much of it may be used, and
 *       {@link io.helve.internal.DirectMemorySource} allocates it
 *   <li>Messages of which a part has arrived: {@link io.helve.internal.UnfinishedMessages}
 *   <li>Threads: {@link io.helve.internal.DetachedThread} keeps no class loader when it has ended, and
 *       {@link io.helve.internal.SharedThread} marks those on which many tenants depend
 *   <li>Text of peers on its way to terminals and logs: {@link io.helve.internal.PrintableText}
 * </ul>
 *
 * <p>No class here knows a type of OSGi's framework: service properties and configurations are maps.
 */
@Export(attribute = {"helve=internal", "mandatory:=helve"})
@Version("1.0.0")
package io.helve.internal;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
