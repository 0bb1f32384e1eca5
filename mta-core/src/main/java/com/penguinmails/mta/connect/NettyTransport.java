package com.penguinmails.mta.connect;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;

/**
 * How connections are carried.
 *
 * @param loops shared with whoever else uses them; closed by whoever made them
 * @param channels of the kind that runs on these loops
 */
public record NettyTransport(EventLoopGroup loops, ChannelFactory<? extends Channel> channels) {}
