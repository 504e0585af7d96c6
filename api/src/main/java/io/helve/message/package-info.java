/** Messages as the Scalability Protocols exchange them: nng's {@code nng_msg}. */
@Export
@Version("1.0.0")
package io.helve.message;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
