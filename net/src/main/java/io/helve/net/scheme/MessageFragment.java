package io.helve.net.scheme;

import io.netty.buffer.ByteBuf;

/**
 * A message or a part of one, as channels of message-oriented schemes hand it to their stream.
 *
 * @param data the bytes, perhaps none; the receiver of this object owns them
 * @param last whether this is the end of the message
 */
public record MessageFragment(ByteBuf data, boolean last) {}
