/** Annotations that state which threads may use a type. */
@Export
@Version("1.0.0")
@NullMarked
package io.helve.annotation;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
