/** Builds the tree of statistics from plain counts, which sockets, dialers and listeners copy under their locks. */
package io.helve.sp.impl.stats;
