/**
 * Devices, which forward messages between two raw sockets.
 *
 * <p><b>Reading order.</b> {@code Device} has the states and a {@code ForwardingPath} for each direction that the
 * protocols of its sockets allow. A path receives a message from one socket and sends it to the other, on one handle,
 * in turn.
 *
 * <p><b>Locks and threads.</b> The monitor of a device guards its state and the number of its paths, and is not held
 * while sockets or the caller's operation are called. The thread that ends an operation of a path starts the next
 * operation.
 *
 * <p><b>Invariants.</b> While a device runs, its sockets refuse other callers ({@code DeviceSocket}). A device acquires
 * both sockets or none, and releases each socket once.
 *
 * <p><b>End.</b> The first reason (a cancel, a closed socket, a failed path) stops all paths; the end of the last path
 * releases the sockets and then finishes the caller's operation.
 */
package io.helve.sp.impl.device;
