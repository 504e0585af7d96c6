/**
 * Streams over Unix domain sockets: files ({@code ipc}, {@code unix}) and names without a file ({@code abstract}).
 *
 * <p>Socket files belong to their listener: it removes a dead one before it binds, sets the permissions, and removes
 * its own when it closes.
 */
package io.helve.net.ipc;
