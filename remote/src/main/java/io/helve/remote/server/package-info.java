/**
 * The side of the services. A {@link io.helve.remote.server.CallServer} listens at its addresses with a rep socket and
 * hands calls to workers; a {@link io.helve.remote.server.CallSlot}, of {@link io.helve.remote.server.CallSlots}, has
 * the context of one call; an {@link io.helve.remote.server.ExportedService} is a service that can be called there;
 * {@link io.helve.remote.server.ReceivedCall} is a call between its arrival and its answer;
 * {@link io.helve.remote.server.CallGuards} asks the guards whether a {@link io.helve.remote.server.PipeCaller} may
 * make a call.
 *
 * <p>States of a call: WAITING for a worker, DECODED, RUNNING in the service, PROMISED if the service has returned a
 * promise (then no thread is held), ANSWERED. The call counts against the limits of server and service from its
 * arrival, or from its decoding, until it is answered; then its answer counts until it is sent.
 *
 * <p>{@link io.helve.remote.server.CallerShares} bounds how many calls of one caller are in progress, how many of its
 * answers are not yet sent, and how many workers it holds: further calls of the caller are refused, get no answer, or
 * wait in its {@link io.helve.remote.server.CallerShare}, and those of other callers do not.
 *
 * <p>An answer waits in its slot for room in the connection. A caller that reads no answers gets no further ones, so
 * that slots are left for others. A raw socket would need no slots, but drops answers of which many come at once.
 *
 * <p>Threads: callbacks of the completion pool receive calls and never run code of services.
 * {@link io.helve.remote.server.CallWorkers} owns the threads that decode, ask guards, call services and encode; a
 * service may block them. A promise is answered by the thread that keeps it.
 *
 * <p>Shutdown: a service that is withdrawn refuses further calls, and calls that run may still answer. When the last
 * service of a server has gone, its socket is closed, and clients that wait for answers see the connection end. The
 * workers end with the bundle: a worker that is in a method of a service is interrupted after half a second.
 */
package io.helve.remote.server;
