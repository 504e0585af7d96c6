/**
 * The protocols: a class for each, cooked or raw, over a few parts that several share. {@code ReceiveQueue} receives
 * from pipes in turn, {@code SendQueue} sends to one pipe that has room, {@code Fanout} sends to all. Everything here
 * runs under the lock of its socket.
 */
package io.helve.sp.impl.protocol;
