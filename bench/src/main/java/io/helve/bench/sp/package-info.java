/**
 * The Scalability Protocols beside JeroMQ and, in {@code nng/sp.c} and {@code nng/sp_nanomsg.c}, nng and nanomsg: round
 * trips, one-way flows and publishing, each with its two sides in one process (inproc) or in two. A process does what
 * the lines on its standard input say, see {@link io.helve.bench.sp.Session}; {@code bench/sp.py} writes them, and
 * measures.
 */
package io.helve.bench.sp;
