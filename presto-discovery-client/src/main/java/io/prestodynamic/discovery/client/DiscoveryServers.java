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
package io.prestodynamic.discovery.client;

import com.google.common.base.Ticker;
import com.google.common.collect.ImmutableList;
import io.airlift.units.Duration;
import org.weakref.jmx.Managed;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.stream.Collectors.joining;

/**
 * Discovery servers of a list, and the choice of the one to use. A chosen server is kept as long as it is fit; after that it is the first fit one of the list.
 * <p>
 * A server is fit for announcements if it answered the last check. It is fit for lookups if it has answered for the warm-up interval: a server that was
 * restarted knows only the nodes that have announced themselves since, and a node that believed it would lose the others.
 */
@ThreadSafe
public class DiscoveryServers
{
    private final Ticker ticker;
    private final List<URI> uris;
    private final long warmupNanos;
    @GuardedBy("this")
    private final Map<URI, Server> servers = new LinkedHashMap<>();
    // whether this node may know nodes, which it would lose if it asked a server that was restarted
    @GuardedBy("this")
    private boolean answered;
    @GuardedBy("this")
    private Server announcing;
    @GuardedBy("this")
    private Server lookingUp;

    public DiscoveryServers(List<URI> servers, Duration warmupInterval, Ticker ticker)
    {
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.warmupNanos = warmupInterval.roundTo(NANOSECONDS);
        this.uris = ImmutableList.copyOf(servers);
        checkArgument(!uris.isEmpty(), "servers is empty");
        uris.forEach(uri -> this.servers.put(uri, new Server(uri)));
        announcing = this.servers.get(uris.get(0));
        lookingUp = announcing;
    }

    /**
     * Returns the servers in the order of the list.
     */
    public List<URI> getUris()
    {
        return uris;
    }

    /**
     * Records that the server answered as it should.
     *
     * @return whether it had failed before
     */
    public synchronized boolean recordSuccess(URI uri)
    {
        Server server = servers.get(uri);
        boolean first = !server.checked;
        boolean news = !server.answering;
        if (news) {
            server.answering = true;
            server.failure = Optional.empty();
            server.answeringSince = ticker.read();
            // a node without any answer yet has no nodes to lose
            server.trusted = first || !answered;
        }
        server.checked = true;
        answered = true;
        return news && !first;
    }

    /**
     * Records that the server did not answer, or not as it should.
     *
     * @return whether it had not failed before, or for another reason
     */
    public synchronized boolean recordFailure(URI uri, String reason)
    {
        Server server = servers.get(uri);
        boolean news = !server.failure.equals(Optional.of(reason));
        server.checked = true;
        server.answering = false;
        server.failure = Optional.of(reason);
        return news;
    }

    /**
     * Chooses the servers to use now. The first server of the list is used until it was checked.
     */
    public synchronized Choice choose()
    {
        if (!announcing.answering && announcing.checked) {
            announcing = servers.values().stream().filter(server -> server.answering).findFirst().orElse(announcing);
        }
        if (!isWarm(lookingUp) && lookingUp.checked) {
            lookingUp = servers.values().stream().filter(this::isWarm).findFirst().orElse(lookingUp);
        }
        boolean mayLookUp = isWarm(lookingUp) || !lookingUp.checked || !answered;
        return new Choice(announcing.uri, mayLookUp ? Optional.of(lookingUp.uri) : Optional.empty());
    }

    @Managed(description = "Server that this node announces itself to")
    public String getAnnouncementServer()
    {
        return choose().announcements().toString();
    }

    @Managed(description = "Server that this node asks for other nodes, or none")
    public String getLookupServer()
    {
        return choose().lookups().map(URI::toString).orElse("none");
    }

    @Managed(description = "Number of servers that answer")
    public synchronized int getAnsweringServers()
    {
        return (int) servers.values().stream().filter(server -> server.answering).count();
    }

    @Managed(description = "Number of servers that can be asked for other nodes")
    public synchronized int getWarmServers()
    {
        return (int) servers.values().stream().filter(this::isWarm).count();
    }

    @Managed(description = "State of each server: WARM, FRESH (not asked for nodes yet), FAILED or UNKNOWN")
    public synchronized String getStates()
    {
        return servers.values().stream().map(server -> server.uri + " " + state(server)).collect(joining(", "));
    }

    @GuardedBy("this")
    private boolean isWarm(Server server)
    {
        return server.answering && (server.trusted || ticker.read() - server.answeringSince >= warmupNanos);
    }

    @GuardedBy("this")
    private String state(Server server)
    {
        if (!server.checked) {
            return "UNKNOWN";
        }
        if (!server.answering) {
            return "FAILED";
        }
        return isWarm(server) ? "WARM" : "FRESH";
    }

    /**
     * Servers to use now.
     *
     * @param announcements the server to announce to, even if it has failed, when none is better
     * @param lookups the server to ask for nodes; empty if each server that answers may know only some of them
     */
    public record Choice(URI announcements, Optional<URI> lookups)
    {
        public Choice
        {
            requireNonNull(announcements, "announcements is null");
            requireNonNull(lookups, "lookups is null");
        }
    }

    private static class Server
    {
        private final URI uri;
        private boolean checked;
        private boolean answering;
        private boolean trusted;
        private long answeringSince;
        private Optional<String> failure = Optional.empty();

        private Server(URI uri)
        {
            this.uri = requireNonNull(uri, "uri is null");
        }
    }
}
