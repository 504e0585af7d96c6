/**
 * Calls as messages: what a client and a server have to agree on. {@code docs/remote-services.md} describes the bytes.
 *
 * <p>Reading order: {@link io.helve.remote.call.MethodTable}, the methods of a service that can be called, each a
 * {@link io.helve.remote.call.RemoteMethod} with a hash of its signature; {@link io.helve.remote.call.CallFormat}, the
 * bytes of calls and answers; {@link io.helve.remote.call.ThrownFormat}, exceptions of services;
 * {@link io.helve.remote.call.RemoteFailure}, why a call has not reached a service or no answer has come back.
 *
 * <p>{@link io.helve.remote.call.RemoteTypes} is where a framework adds its types: the engine knows those of the JDK
 * only.
 */
package io.helve.remote.call;
