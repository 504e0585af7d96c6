/** Runs the operations of a part of a socket in sequence on one handle. */
package io.helve.sp.impl.operation;
