/** A handle that a part of a socket uses for one operation after the other. */
package io.helve.sp.impl.operation;
