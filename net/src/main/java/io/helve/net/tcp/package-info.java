/** Streams over TCP, and the addresses of everything that stands on it. */
package io.helve.net.tcp;
