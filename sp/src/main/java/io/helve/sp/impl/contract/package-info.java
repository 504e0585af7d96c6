/**
 * The interfaces and parts with which a protocol is written: {@link io.helve.sp.impl.contract.Protocol} decides for a
 * whole socket, {@link io.helve.sp.impl.contract.ProtocolContext} for the socket's own operations or those of one
 * context. Sends and receives answer an {@link io.helve.sp.impl.contract.Outcome}.
 *
 * <p><b>Parts.</b> {@link io.helve.sp.impl.contract.MessageQueue} is a buffer that options and
 * {@link io.helve.sp.impl.contract.ByteQuota} bound, {@link io.helve.sp.impl.contract.IntMap} finds requests and pipes
 * by id, {@link io.helve.sp.impl.contract.OptionSet} holds the values of options. Waiting operations stand in
 * {@link io.helve.aio.provider.AioQueue}s.
 *
 * <p><b>Threads.</b> All methods are called under the socket's lock, which guards all fields. No class here calls a
 * transport, user code or an operation: such calls are noted in {@link io.helve.sp.impl.pipe.DeferredActions}. The
 * socket is {@link io.helve.sp.impl.contract.ProtocolHost}.
 */
package io.helve.sp.impl.contract;
