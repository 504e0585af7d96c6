package io.helve.remote.server;

/**
 * What a server allows.
 *
 * @param messageMax how many bytes a call or an answer may have
 * @param calls how many calls may be in progress at all servers
 * @param callsOfCaller how many of these may be calls of one caller; 0 for as many as are free
 */
public record CallLimits(int messageMax, int calls, int callsOfCaller) {}
