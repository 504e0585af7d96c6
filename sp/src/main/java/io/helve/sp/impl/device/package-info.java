/**
 * Devices: they forward messages between two raw sockets. {@code Device} is one device, {@code ForwardingPath} one of
 * its directions. The monitor of a device guards its state; it is not held while sockets or the caller's operation are
 * called. While a device runs its sockets belong to it ({@code DeviceSocket}).
 */
package io.helve.sp.impl.device;
