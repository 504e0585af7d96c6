package io.helve.net.scheme;

import io.netty.buffer.ByteBuf;

/**
 * A part of a message, as channels of message-oriented schemes hand it to their stream.
 *
 * @param data the bytes, perhaps none; whoever has this owns them
 * @param last whether the message ends with it
 */
public record MessageFragment(ByteBuf data, boolean last) {}
