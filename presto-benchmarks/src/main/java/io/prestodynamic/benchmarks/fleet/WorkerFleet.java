/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.prestodynamic.benchmarks.fleet;

import com.facebook.airlift.discovery.client.ServiceDescriptor;
import com.facebook.airlift.discovery.client.ServiceSelector;
import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.ListenableFuture;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.prestodynamic.catalog.sync.node.TestingNodeManager;

import java.io.Closeable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.facebook.airlift.discovery.client.ServiceDescriptor.serviceDescriptor;
import static com.google.common.util.concurrent.Futures.immediateFuture;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Announced workers, each on a port of its own, that load at once whatever they are told to. Two threads serve all of them. Counts the bytes that pass the
 * sockets, with the headers of HTTP.
 */
final class WorkerFleet
        implements ServiceSelector, Closeable
{
    private static final int THREADS = 2;
    private static final int MAX_REQUEST_BYTES = 64 << 20;

    private final EventLoopGroup threads = new NioEventLoopGroup(THREADS, daemonThreadsNamed("fleet-%s"));
    private final FleetRequests requests = new FleetRequests();
    private final LongAdder answers = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final List<ServiceDescriptor> announcements;

    /**
     * @param latency time that is added to each answer
     */
    WorkerFleet(int workers, Duration latency)
    {
        ImmutableList.Builder<ServiceDescriptor> announcements = ImmutableList.builder();
        for (int worker = 1; worker <= workers; worker++) {
            announcements.add(serviceDescriptor("presto")
                    .setNodeId("worker-" + worker)
                    .addProperty("http", "http://127.0.0.1:" + open(new FleetWorker(requests), latency))
                    .addProperty("node_version", TestingNodeManager.VERSION.toString())
                    .addProperty("coordinator", "false")
                    .build());
        }
        this.announcements = announcements.build();
    }

    private int open(FleetWorker worker, Duration latency)
    {
        Channel server = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>()
                {
                    @Override
                    protected void initChannel(Channel connection)
                    {
                        connection.pipeline().addLast(
                                new Counter(),
                                new HttpServerCodec(),
                                new HttpObjectAggregator(MAX_REQUEST_BYTES),
                                new FleetEndpoint(worker, latency, answers));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /**
     * Returns the traffic to and from the workers until now.
     */
    Traffic getTraffic()
    {
        return new Traffic(answers.sum(), receivedBytes.sum(), sentBytes.sum());
    }

    List<String> getNodeIds()
    {
        return announcements.stream().map(ServiceDescriptor::getNodeId).toList();
    }

    @Override
    public String getType()
    {
        return "presto";
    }

    @Override
    public String getPool()
    {
        return "general";
    }

    @Override
    public List<ServiceDescriptor> selectAllServices()
    {
        return announcements;
    }

    @Override
    public ListenableFuture<List<ServiceDescriptor>> refresh()
    {
        return immediateFuture(announcements);
    }

    @Override
    public void close()
    {
        threads.shutdownGracefully(0, 1, SECONDS).syncUninterruptibly();
    }

    /**
     * @param told bytes sent to the workers
     * @param answered bytes received from them
     */
    record Traffic(long answers, long told, long answered)
    {
        Traffic since(Traffic before)
        {
            return new Traffic(answers - before.answers, told - before.told, answered - before.answered);
        }

        Traffic dividedBy(int times)
        {
            return new Traffic(answers / times, told / times, answered / times);
        }

        String toldKilobytes()
        {
            return "%.1f".formatted(told / 1e3);
        }

        String answeredKilobytes()
        {
            return "%.1f".formatted(answered / 1e3);
        }
    }

    private class Counter
            extends ChannelDuplexHandler
    {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message)
        {
            receivedBytes.add(((ByteBuf) message).readableBytes());
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
        {
            sentBytes.add(((ByteBuf) message).readableBytes());
            context.write(message, promise);
        }
    }
}
