/**
 * Values as CBOR, decided by their declared types. The receiver knows from its own interface which type comes, so no
 * class name is written, and none that arrives could be loaded.
 *
 * <p>Reading order: {@link io.helve.remote.codec.DeclaredType}, a type without variables;
 * {@link io.helve.remote.codec.TypeBindings}, which resolves the generic types that reflection returns;
 * {@link io.helve.remote.codec.TypeCodecs}, which makes the {@link io.helve.remote.codec.TypeCodec} of a type, and
 * refuses types that cannot travel; {@link io.helve.remote.codec.Cbor}, which reads and writes whole messages with the
 * limits on their depth and length.
 *
 * <p>A codec is immutable once it is made, and may be used by any number of threads. Codecs refer to classes of other
 * bundles. The method table of a service owns its codecs, so no codec outlives the service.
 *
 * <p>Jackson's streaming layer reads and writes the bytes. Its readers allocate for bytes that have arrived, not for
 * lengths that a peer claims, so the limit on the length of a message bounds memory, too.
 */
package io.helve.remote.codec;
