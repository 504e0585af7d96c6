/** For those who implement a scheme of byte streams. */
@Export
@Version("1.0.0")
package io.helve.stream.provider;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
