/**
 * The side of the consumers. A {@link io.helve.remote.client.ServiceProxy} turns the calls of an interface into calls
 * of a service elsewhere; {@link io.helve.remote.client.CallClient} has a
 * {@link io.helve.remote.client.ServerConnection} for each server, which all proxies share; an
 * {@link io.helve.remote.client.AddressRotation} connects to the first address of a server that works;
 * {@link io.helve.remote.client.PendingCall} is a call between its request and its answer, with a context and a handle
 * of its own.
 *
 * <p>States of a call: SENDING, RECEIVING, ENDED. The handle's callbacks drive it; its future is completed once, by the
 * answer, a failure, or the caller who cancels it, and then context and handle are released. A call that ends without
 * its answer leaves nothing behind: the late answer names a request that no context has any more, and is dropped.
 *
 * <p>A connection is opened by the first call to its server and closed when none has been in progress for a while. A
 * proxy holds no connection, so a proxy that nobody uses any more needs no end. The number of calls in a connection is
 * one atomic word; CLOSED is a number that no call can enter.
 *
 * <p>A call is made at most once: requests are never sent again. A call whose connection is lost ends with that
 * failure, whether the service has run or not.
 */
package io.helve.remote.client;
