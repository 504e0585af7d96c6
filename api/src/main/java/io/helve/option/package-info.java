/**
 * Typed options. {@link io.helve.option.Option} is the base class of the options of byte streams
 * ({@code io.helve.stream.StreamOption}) and of the Scalability Protocols ({@code io.helve.sp.SpOption}): a name, a
 * type, a default and a range.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.helve.option;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
