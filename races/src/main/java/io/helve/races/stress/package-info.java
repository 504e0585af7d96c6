/** A randomised stress of handles and runtimes, in which each operation is checked to complete exactly once. */
package io.helve.races.stress;
