/**
 * Messages as the Scalability Protocols exchange them: nng's {@code nng_msg}.
 *
 * <p>The service {@link io.helve.message.Messages} makes them. A {@link io.helve.message.Message} is a header and a
 * body, each of which is a {@link io.helve.message.MessagePart}. No argument may be {@code null} unless its
 * documentation says so; no method blocks.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.helve.message;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
