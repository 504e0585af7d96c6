package io.helve.remote.server;

/**
 * What a server allows.
 *
 * @param messageMax how many bytes a call or an answer may have
 * @param calls how many calls may be in progress at a server
 * @param callsOfCaller how many calls of one caller may be in progress at all servers
 */
public record CallLimits(int messageMax, int calls, int callsOfCaller) {}
