/** Sockets without OSGi: what {@link io.helve.aio.AioRuntime} opens. */
package io.helve.sp.impl.standalone;
