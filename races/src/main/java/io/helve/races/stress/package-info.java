/** A randomised stress of handles and runtimes, which checks that each operation completes exactly once. */
package io.helve.races.stress;
