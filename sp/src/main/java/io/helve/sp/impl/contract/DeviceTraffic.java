package io.helve.sp.impl.contract;

/**
 * Counts what a device has done with the messages that a socket of the device has received.
 *
 * @param other the number of the socket that sends those messages
 * @param messages how many messages the other socket has sent
 * @param bytes how many bytes the bodies of those messages had
 * @param dropped how many messages the other socket has refused because of their headers
 */
public record DeviceTraffic(int other, long messages, long bytes, long dropped) {}
