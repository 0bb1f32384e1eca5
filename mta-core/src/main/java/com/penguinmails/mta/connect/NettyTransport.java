package com.penguinmails.mta.connect;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;

/**
 * How connections are carried.
 *
 * @param loops shared with whoever else uses them; closed by whoever made them
 * @param channelType of the kind that runs on these loops
 */
public record NettyTransport(EventLoopGroup loops, Class<? extends SocketChannel> channelType) {}
