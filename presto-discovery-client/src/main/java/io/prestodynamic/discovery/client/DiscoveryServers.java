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
 * Which discovery server is spoken to. It stays the same as long as it is fit; then it is the first of the list that is.
 * <p>
 * A server is fit for announcements when it answered the last time that it was looked at. It is fit for lookups when it has done so for the warm-up
 * interval: one that was started anew knows only the nodes that have announced themselves since, and who believes it loses the others.
 */
@ThreadSafe
public class DiscoveryServers
{
    private final Ticker ticker;
    private final List<URI> uris;
    private final long warmupNanos;
    @GuardedBy("this")
    private final Map<URI, Server> servers = new LinkedHashMap<>();
    // whether there is anything that could be lost by asking a server that was started anew
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
     * In the order of the list.
     */
    public List<URI> getUris()
    {
        return uris;
    }

    /**
     * The server answers as it should.
     *
     * @return whether that is news
     */
    public synchronized boolean succeed(URI uri)
    {
        Server server = servers.get(uri);
        boolean first = !server.looked;
        boolean news = !server.answering;
        if (news) {
            server.answering = true;
            server.failure = Optional.empty();
            server.since = ticker.read();
            // a node that starts, and one that never had an answer, have nothing to lose
            server.trusted = first || !answered;
        }
        server.looked = true;
        answered = true;
        return news && !first;
    }

    /**
     * The server does not answer, or not as it should.
     *
     * @return whether that is news, or the reason is
     */
    public synchronized boolean fail(URI uri, String reason)
    {
        Server server = servers.get(uri);
        boolean news = !server.failure.equals(Optional.of(reason));
        server.looked = true;
        server.answering = false;
        server.failure = Optional.of(reason);
        return news;
    }

    /**
     * Where to go now. A server that nobody has looked at yet may be as fit as any.
     */
    public synchronized Choice choose()
    {
        if (!announcing.answering && announcing.looked) {
            announcing = servers.values().stream().filter(server -> server.answering).findFirst().orElse(announcing);
        }
        if (!isWarm(lookingUp) && lookingUp.looked) {
            lookingUp = servers.values().stream().filter(this::isWarm).findFirst().orElse(lookingUp);
        }
        boolean mayLookUp = isWarm(lookingUp) || !lookingUp.looked || !answered;
        return new Choice(announcing.uri, mayLookUp ? Optional.of(lookingUp.uri) : Optional.empty());
    }

    @Managed(description = "Server that this node announces itself to")
    public String getAnnouncementServer()
    {
        return choose().announcements().toString();
    }

    @Managed(description = "Server that this node is told of other nodes by, or none")
    public String getLookupServer()
    {
        return choose().lookups().map(URI::toString).orElse("none");
    }

    @Managed(description = "Number of servers that answer")
    public synchronized int getAnsweringServers()
    {
        return (int) servers.values().stream().filter(server -> server.answering).count();
    }

    @Managed(description = "Number of servers that can tell of other nodes")
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
        return server.answering && (server.trusted || ticker.read() - server.since >= warmupNanos);
    }

    @GuardedBy("this")
    private String state(Server server)
    {
        if (!server.looked) {
            return "UNKNOWN";
        }
        if (!server.answering) {
            return "FAILED";
        }
        return isWarm(server) ? "WARM" : "FRESH";
    }

    /**
     * @param announcements the server to announce to, also where it is known to have failed, because none is better
     * @param lookups the server to ask for nodes, or none, because each that answers may know only a part of them
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
        private boolean looked;
        private boolean answering;
        private boolean trusted;
        private long since;
        private Optional<String> failure = Optional.empty();

        private Server(URI uri)
        {
            this.uri = requireNonNull(uri, "uri is null");
        }
    }
}
