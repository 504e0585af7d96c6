/**
 * Devices, which forward messages between two raw sockets. A {@code Device} has a {@code ForwardingPath} for each
 * direction. The monitor of a device guards its state, and is not held while sockets or the caller's operation are
 * called. While a device runs, its sockets refuse other callers ({@code DeviceSocket}).
 */
package io.helve.sp.impl.device;
