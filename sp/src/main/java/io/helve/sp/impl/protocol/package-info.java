/**
 * The protocols: a class for each, cooked or raw, over a few parts that several share.
 *
 * <p><b>Classes in reading order.</b>
 *
 * <ol>
 *   <li>{@code ProtocolFactory} names the class of each protocol.
 *   <li>{@code Reader} takes messages from pipes in turn; {@code ReceiveQueue} gives messages to receives, and slows
 *       peers down while no receive waits; {@code LossyReceiveQueue} buffers messages, and drops messages when the
 *       buffer is full. {@code ReceivingContext} is the context of a protocol with a {@code ReceiveQueue}.
 *   <li>{@code SendQueue} sends to one pipe that has room, {@code Fanout} to all pipes; {@code Subscribers} publishes
 *       to all, with one {@code Backlog} for slow subscribers.
 *   <li>{@code QueueProtocol} is a receive queue and a send queue: {@code Pair0}, {@code Pair1}, {@code RawPair1},
 *       {@code RawReq}. {@code FanoutProtocol} sends to all peers: {@code Bus}, {@code RawBus}, {@code Surveyor},
 *       {@code RawSurveyor}. {@code Pub}, {@code Push}, {@code Pull}, {@code Sub}, {@code PolyPair1}, {@code Responder}
 *       and {@code RawResponder} extend {@code Protocol} directly; {@code Req} has its states in {@code Request}.
 *   <li>{@code Backtrace} is the header of requests and answers, {@code RequestFilter}, {@code AnswerFilter} and
 *       {@code HopFilter} take headers off; {@code Topics} are the subscriptions of a context of sub.
 * </ol>
 *
 * <p><b>Locks and threads.</b> All code here runs under the lock of its socket, on any thread, and calls no code
 * outside of the socket: later actions, such as finishing operations and signalling transports, are noted in
 * {@code DeferredActions}.
 *
 * <p><b>Invariants.</b>
 *
 * <ol>
 *   <li>While a send waits, no pipe has room; while a receive waits, no message is there for it.
 *   <li>The message of a send that waits is its sender's; {@code DeferredActions.takeMessage} makes it the protocol's.
 *   <li>A message that a protocol drops is freed once and counted under its {@code DropReason}. The messages that are
 *       left in a receive queue or send queue when the socket closes are freed and not counted.
 *   <li>A pipe whose peer breaks the rules is closed; the socket continues with its other pipes.
 * </ol>
 *
 * <p><b>Shutdown order.</b> Closing a context fails its operations with {@code ECLOSED} and frees its messages; then
 * the socket detaches and closes all pipes.
 */
package io.helve.sp.impl.protocol;
