/** What carries connections: event loops, and the kinds of channels that go with them. */
package io.helve.net.eventloop;
