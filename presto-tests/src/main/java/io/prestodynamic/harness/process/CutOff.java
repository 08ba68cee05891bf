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
package io.prestodynamic.harness.process;

import io.prestodynamic.testing.TestingTcpProxy;

import java.net.InetSocketAddress;

/**
 * A network between a coordinator and one of its workers, which can fail in both directions.
 */
public final class CutOff
        implements AutoCloseable
{
    // nodes listen on 127.0.0.1 only, and announce their own port
    private static final String ANNOUNCED_ADDRESS = "127.0.0.2";

    private final TestingTcpProxy toWorker;
    private final TestingTcpProxy toCoordinator;

    /**
     * @param worker worker that is not started yet
     */
    public CutOff(ServerProcess coordinator, ServerProcess worker)
    {
        InetSocketAddress workerAddress = address(worker);
        toWorker = new TestingTcpProxy(new InetSocketAddress(ANNOUNCED_ADDRESS, workerAddress.getPort()), workerAddress);
        toCoordinator = new TestingTcpProxy(new InetSocketAddress("127.0.0.1", 0), address(coordinator));
        worker.setNodeProperty("node.internal-address", ANNOUNCED_ADDRESS);
        worker.setConfig("discovery.uri", "http://127.0.0.1:" + toCoordinator.getPort());
    }

    /**
     * Closes all connections, old and new.
     */
    public void refuse()
    {
        toWorker.refuse();
        toCoordinator.refuse();
    }

    /**
     * Keeps connections open, accepts new ones, and drops all bytes.
     */
    public void silence()
    {
        toWorker.silence();
        toCoordinator.silence();
    }

    public void recover()
    {
        toWorker.recover();
        toCoordinator.recover();
    }

    @Override
    public void close()
    {
        toWorker.close();
        toCoordinator.close();
    }

    private static InetSocketAddress address(ServerProcess node)
    {
        return new InetSocketAddress(node.getUri().getHost(), node.getUri().getPort());
    }
}
