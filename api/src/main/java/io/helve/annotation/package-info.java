/** Annotations that state which threads may use a type. */
@Export
@Version("1.0.0")
package io.helve.annotation;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
