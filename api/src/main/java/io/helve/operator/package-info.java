/** Services for operators, beside the statistics of each package. Programs do not need them. */
@Export
@Version("1.0.0")
@NullMarked
package io.helve.operator;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
