package io.helve.net.udp;

import io.helve.net.eventloop.LoopMemory;
import io.helve.net.scheme.MessageFragment;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;

/** Hands the datagrams of a connected socket to its stream. */
final class DatagramParts extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        context.fireChannelRead(new MessageFragment(LoopMemory.keep(packet.content()), true));
    }
}
