/**
 * Guards: they decide who may call the services of this framework. A bundle registers a
 * {@link io.helve.remote.guard.RemoteCallGuard} as a service; Helve's distribution provider for Remote Services asks it
 * before each call.
 */
@Export
@Version("1.0.0")
package io.helve.remote.guard;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
