package io.helve.shell.perf;

import io.helve.sp.SpProtocol;

/**
 * The settings of a measurement.
 *
 * @param listening the protocol of the side that listens
 * @param dialing the protocol of the side that dials
 * @param url the address of the listener
 * @param size the length of a message's body
 * @param count the number of round trips, or of messages
 */
public record PerfSettings(SpProtocol listening, SpProtocol dialing, String url, int size, int count) {}
