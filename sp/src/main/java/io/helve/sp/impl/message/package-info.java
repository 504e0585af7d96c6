/**
 * Messages: bytes with room at both ends, which duplicates share until one is changed, and the pool that their memory
 * comes from.
 *
 * <p><b>Classes in reading order.</b>
 *
 * <ol>
 *   <li>{@code Part}: bytes in an array, with nng's operations at both ends.
 *   <li>{@code HeaderPart}: the header, short and never shared.
 *   <li>{@code Body}: the body in its array; remembers whether a user may have a view of the array.
 *   <li>{@code SpMessage}: a message with its header, body and owner, and the methods for protocols and transports.
 *   <li>{@code RefCount}: how many messages share an array. {@code BytePool}: arrays of large bodies to use again.
 *   <li>{@code ResendCopy}: the duplicate that req keeps to send a request again. {@code MessagePool}: the service that
 *       makes messages.
 * </ol>
 *
 * <p><b>Threads.</b> One thread at a time uses a message. Handing a message to another thread goes through a
 * {@code MessageRing} or a lock, which makes all fields visible. Several threads meet only in {@code RefCount}, in
 * {@code BytePool}, which has a lock for each size, and in the number of holders of a message that several transports
 * read.
 *
 * <p><b>Invariants.</b>
 *
 * <ol>
 *   <li>A sender cannot use a message that was sent: a receiver in the same process gets another object.
 *   <li>An array goes back to the pool only if no view of it was ever handed out, and no message shares it.
 *   <li>An array of which a view may exist is copied before a later owner changes it.
 *   <li>A message that is not freed is left to the garbage collector, which costs a further copy or allocation at most.
 * </ol>
 */
package io.helve.sp.impl.message;
