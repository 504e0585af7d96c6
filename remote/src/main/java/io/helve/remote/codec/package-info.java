/**
 * Values as CBOR, decided by their declared types. The receiver knows from its own interface which type comes, so no
 * class name is written, and none that arrives could be loaded.
 *
 * <p>Reading order: {@link io.helve.remote.codec.DeclaredType}, a type without variables;
 * {@link io.helve.remote.codec.TypeBindings}, which makes one from what reflection says;
 * {@link io.helve.remote.codec.TypeCodecs}, which makes the {@link io.helve.remote.codec.TypeCodec} of a type, and
 * refuses types that cannot travel; {@link io.helve.remote.codec.Cbor}, which reads and writes whole messages with the
 * limits on their depth and length.
 *
 * <p>A codec is immutable once it is made, and may be used by any number of threads. Codecs hold classes of other
 * bundles; they belong to the table of one service, and go with it.
 *
 * <p>Jackson's streaming layer reads and writes the bytes. Its readers allocate for bytes that have arrived, not for
 * lengths that a peer claims, so the limit on the length of a message bounds memory, too.
 */
package io.helve.remote.codec;
