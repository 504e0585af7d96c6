/** Streams over Unix domain sockets. */
package io.helve.net.ipc;
