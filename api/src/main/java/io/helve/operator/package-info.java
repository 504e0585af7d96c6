/** Services for operators, beside the statistics of each package. Programs do not need them. */
@Export
@Version("1.0.0")
package io.helve.operator;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
