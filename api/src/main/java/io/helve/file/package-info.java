/** Files as operations on handles. */
@Export
@Version("1.0.0")
package io.helve.file;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
