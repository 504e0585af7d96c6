/** A request/reply service with several workers: a context of the socket for each of them. */
package io.helve.examples.workers;
