/** The transport within one runtime: two sockets share the rings that messages go through, by reference. */
package io.helve.sp.impl.inproc;
