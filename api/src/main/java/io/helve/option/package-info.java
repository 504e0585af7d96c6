/**
 * Typed options. {@link io.helve.option.Option} is what the options of byte streams
 * ({@code io.helve.stream.StreamOption}) and of the Scalability Protocols ({@code io.helve.sp.SpOption}) have in
 * common: a name, a type, a default and a range.
 */
@Export
@Version("1.0.0")
package io.helve.option;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
