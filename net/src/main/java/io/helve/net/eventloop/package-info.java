/** Event loops, and the kinds of channels that they carry. */
package io.helve.net.eventloop;
