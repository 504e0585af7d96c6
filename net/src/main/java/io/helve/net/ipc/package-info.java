/**
 * Streams over Unix domain sockets: files ({@code ipc}, {@code unix}) and names without a file ({@code abstract}).
 *
 * <p>A socket file belongs to its listener. The listener removes a dead socket file before it binds, sets the
 * permissions of the new one, and removes the file when the listener closes.
 */
package io.helve.net.ipc;
