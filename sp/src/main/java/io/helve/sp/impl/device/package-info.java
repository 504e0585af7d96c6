/** Forwards messages between raw sockets. */
package io.helve.sp.impl.device;
