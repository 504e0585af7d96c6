/** Budgets of direct memory: for all sockets, and for those of each tenant. */
package io.helve.sp.impl.memory;
