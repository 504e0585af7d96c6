/**
 * Operations in sequence on one handle. {@link io.helve.sp.impl.operation.RepeatingOperation} calls its owner when an
 * operation has ended and the handle is free, so that the ending thread, or any other thread, starts the next operation
 * at once. One thread at a time uses such an object: the thread that starts an operation, then the thread that ends the
 * operation. {@code close} gives the handle back without waiting; an operation in progress then ends with
 * {@code ESTOPPED}.
 *
 * <p>{@link io.helve.sp.impl.operation.WrongPeer} has the text with which an operation fails that has met a peer of
 * another protocol. Transports may use this package, and else the API only.
 */
package io.helve.sp.impl.operation;
