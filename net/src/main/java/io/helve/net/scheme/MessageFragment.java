package io.helve.net.scheme;

import io.netty.buffer.ByteBuf;

/**
 * A message or a part of a message, as channels of message-oriented schemes pass it to their stream.
 *
 * @param data the bytes, perhaps none; the receiver of this object owns them
 * @param last whether this is the end of the message
 */
public record MessageFragment(ByteBuf data, boolean last) {}
