/**
 * The transport within one runtime: two sockets share the rings that messages go through, by reference.
 *
 * <p><b>Classes in reading order.</b> {@code InprocTransport} knows the listeners; {@code InprocDialer} finds a
 * listener; {@code InprocListener} matches the two; {@code InprocPipe} is one side of a connection.
 *
 * <p><b>Locks.</b> The transport's monitor guards the names, a listener's monitor its waiting operations. Neither is
 * held while operations are finished. The fields of a pipe are volatile: each side is closed by any thread.
 *
 * <p><b>Invariant.</b> The receiver alone owns a received message: the sender may still have the object that it has
 * sent, which is empty, and bytes that the sender may still see are copied before the receiver changes them.
 */
package io.helve.sp.impl.inproc;
