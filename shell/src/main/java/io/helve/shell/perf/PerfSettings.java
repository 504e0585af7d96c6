package io.helve.shell.perf;

import io.helve.sp.SpProtocol;

/**
 * What is measured.
 *
 * @param listening what the side that listens speaks
 * @param dialing what the side that dials speaks
 * @param url where they meet
 * @param size the length of a message's body
 * @param count how many round trips, or messages
 */
public record PerfSettings(SpProtocol listening, SpProtocol dialing, String url, int size, int count) {}
