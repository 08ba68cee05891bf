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

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

import static io.netty.buffer.Unpooled.wrappedBuffer;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderValues.APPLICATION_JSON;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpVersion.HTTP_1_1;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Connection to a worker of a {@link WorkerFleet}.
 */
final class FleetEndpoint
        extends SimpleChannelInboundHandler<FullHttpRequest>
{
    private final FleetWorker worker;
    private final Duration latency;
    private final LongAdder answers;

    /**
     * @param answers counter of answers
     */
    FleetEndpoint(FleetWorker worker, Duration latency, LongAdder answers)
    {
        this.worker = requireNonNull(worker, "worker is null");
        this.latency = requireNonNull(latency, "latency is null");
        this.answers = requireNonNull(answers, "answers is null");
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request)
    {
        byte[] answer = worker.answer(ByteBufUtil.getBytes(request.content()));
        FullHttpResponse response = new DefaultFullHttpResponse(HTTP_1_1, OK, wrappedBuffer(answer));
        response.headers()
                .set(CONTENT_TYPE, APPLICATION_JSON)
                .set(CONTENT_LENGTH, answer.length);
        context.executor().schedule(
                () -> context.writeAndFlush(response)
                        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE)
                        .addListener(ignored -> answers.increment()),
                latency.toNanos(),
                NANOSECONDS);
    }
}
