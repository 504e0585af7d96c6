/**
 * The statistics of Remote Services: what is exported and imported, and how its calls have ended. Read them through the
 * service {@link io.helve.remote.statistics.RemoteStatistics}, which the bundle {@code io.helve.remote} registers.
 */
@Export
@Version("1.0.0")
package io.helve.remote.statistics;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
