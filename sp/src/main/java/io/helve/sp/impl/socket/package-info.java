/**
 * What all protocols have in common.
 *
 * <p>A {@link io.helve.sp.impl.socket.Socket} has one lock. Under it its {@link io.helve.sp.impl.spi.Protocol} decides:
 * it moves messages between pipes and {@link io.helve.sp.impl.spi.ProtocolContext}s (the socket's own, and one for each
 * context), and notes in {@link io.helve.sp.impl.pipe.DeferredActions} what has to be called. That is called once the
 * lock is released: operations are finished, transports told that there is something to send. So no lock is ever held
 * while anything outside is called.
 *
 * <p>A {@link io.helve.sp.impl.pipe.Pipe} meets its transport in two {@link io.helve.sp.impl.pipe.MessageRing}s, each
 * with one producer and one consumer: the socket is one of them under its lock, the transport the other without any.
 * Over {@code inproc} the two sockets share the rings: what is sent is received without anybody in between.
 */
package io.helve.sp.impl.socket;
