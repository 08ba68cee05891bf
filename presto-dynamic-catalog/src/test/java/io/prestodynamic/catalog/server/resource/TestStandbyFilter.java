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
package io.prestodynamic.catalog.server.resource;

import com.facebook.airlift.bootstrap.Bootstrap;
import com.facebook.airlift.bootstrap.LifeCycleManager;
import com.facebook.airlift.discovery.client.DiscoveryAnnouncementClient;
import com.facebook.airlift.discovery.client.testing.TestingDiscoveryModule;
import com.facebook.airlift.http.server.testing.TestingHttpServer;
import com.facebook.airlift.http.server.testing.TestingHttpServerModule;
import com.facebook.airlift.jaxrs.JaxrsModule;
import com.facebook.airlift.json.JsonModule;
import com.facebook.airlift.node.testing.TestingNodeModule;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Injector;
import com.google.inject.Scopes;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;
import io.prestodynamic.catalog.lease.ActiveCoordinator;
import io.prestodynamic.catalog.lease.peer.CoordinatorAnnouncements;
import io.prestodynamic.catalog.lease.peer.ForLease;
import io.prestodynamic.catalog.lease.peer.LeaseCandidacy;
import io.prestodynamic.catalog.lease.peer.LeasePeers;
import io.prestodynamic.catalog.lease.peer.NoPeers;
import io.prestodynamic.catalog.lease.store.LeaseRecord;
import io.prestodynamic.catalog.lease.store.LeaseStore;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import static com.facebook.airlift.configuration.ConfigBinder.configBinder;
import static com.facebook.airlift.jaxrs.JaxrsBinder.jaxrsBinder;
import static io.prestodynamic.testing.Conditions.await;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON;
import static org.assertj.core.api.Assertions.assertThat;

public class TestStandbyFilter
{
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private OtherHolder store;
    private LifeCycleManager lifeCycle;
    private ActiveCoordinator activeCoordinator;
    private URI server;

    @BeforeMethod
    public void setUp()
    {
        store = new OtherHolder();
        Injector injector = new Bootstrap(
                new TestingNodeModule("test"),
                new TestingDiscoveryModule(),
                new TestingHttpServerModule(),
                new JsonModule(),
                new JaxrsModule(true),
                binder -> {
                    binder.bind(LeaseStore.class).toInstance(store);
                    binder.bind(DiscoveryAnnouncementClient.class).annotatedWith(ForLease.class).to(DiscoveryAnnouncementClient.class);
                    binder.bind(LeaseCandidacy.class).in(Scopes.SINGLETON);
                    binder.bind(CoordinatorAnnouncements.class).in(Scopes.SINGLETON);
                    binder.bind(LeasePeers.class).toInstance(new NoPeers());
                    binder.bind(ActiveCoordinator.class).in(Scopes.SINGLETON);
                    configBinder(binder).bindConfig(ActiveCoordinatorConfig.class);
                    configBinder(binder).bindConfig(InternalCommunicationConfig.class);
                    jaxrsBinder(binder).bind(StandbyFilter.class);
                    jaxrsBinder(binder).bind(CatalogApi.class);
                    jaxrsBinder(binder).bind(Info.class);
                })
                .doNotInitializeLogging()
                .setRequiredConfigurationProperties(ImmutableMap.of())
                .initialize();
        lifeCycle = injector.getInstance(LifeCycleManager.class);
        activeCoordinator = injector.getInstance(ActiveCoordinator.class);
        server = injector.getInstance(TestingHttpServer.class).getBaseUrl();
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        lifeCycle.stop();
    }

    @Test
    public void testStandby()
    {
        await("it is known who is active", TIMEOUT, () -> activeCoordinator.getOther().isPresent());
        for (String method : ImmutableList.of("GET", "POST", "DELETE")) {
            HttpResponse<String> response = send(method, "/v1/catalog/sales%20x?force=true");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("location")).contains("http://c2:8080/v1/catalog/sales%20x?force=true");
            assertThat(response.headers().firstValue("content-type")).contains(APPLICATION_JSON);
            assertThat(response.body())
                    .contains("\"code\":\"NOT_COORDINATOR\"")
                    .contains("\"message\":\"This coordinator is on standby: http://c2:8080 (node c2) is active\"");
        }
        assertThat(send("GET", "/v1/info").body()).isEqualTo("\"info\"");
    }

    @Test
    public void testNobodyIsActive()
    {
        store.release();
        await("it is known that nobody is active", TIMEOUT, () -> activeCoordinator.getOther().isEmpty());
        HttpResponse<String> response = send("GET", "/v1/catalog/sales");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("location")).isEmpty();
        assertThat(response.body()).contains("NOT_COORDINATOR").contains("the active coordinator is not known");
    }

    @Test
    public void testActive()
    {
        store.release();
        activeCoordinator.awaitActive();
        HttpResponse<String> response = send("GET", "/v1/catalog/sales");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("\"catalog\"");
        assertThat(activeCoordinator.getHolderUri()).isEqualTo(server.toString().replaceAll("/$", ""));
    }

    @Test
    public void testWhichResources()
    {
        assertThat(ImmutableList.of(CatalogResource.class, CatalogHistoryResource.class, CatalogTransferResource.class, RekeyResource.class)).allMatch(resource -> resource.isAnnotationPresent(ActiveCoordinatorOnly.class));
    }

    private HttpResponse<String> send(String method, String path)
    {
        try {
            HttpRequest request = HttpRequest.newBuilder(server.resolve(path)).timeout(TIMEOUT).method(method, HttpRequest.BodyPublishers.noBody()).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
        catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Path("/v1/catalog/{name}")
    @Produces(APPLICATION_JSON)
    @ActiveCoordinatorOnly
    public static class CatalogApi
    {
        @GET
        public String get()
        {
            return "\"catalog\"";
        }

        @POST
        public String post()
        {
            return get();
        }

        @DELETE
        public String delete()
        {
            return get();
        }
    }

    @Path("/v1/info")
    @Produces(APPLICATION_JSON)
    public static class Info
    {
        @GET
        public String get()
        {
            return "\"info\"";
        }
    }

    /**
     * Store in which another coordinator holds the lease until {@link #release()}.
     */
    private static class OtherHolder
            implements LeaseStore
    {
        private final AtomicLong renewals = new AtomicLong();
        private volatile LeaseRecord released;

        private void release()
        {
            released = new LeaseRecord("test", "c2", URI.create("http://c2:8080"), "", 1, 0);
        }

        @Override
        public Optional<LeaseRecord> read()
        {
            if (released != null) {
                return Optional.of(released);
            }
            return Optional.of(new LeaseRecord("test", "c2", URI.create("http://c2:8080"), "s2", 1, renewals.incrementAndGet()));
        }

        @Override
        public boolean take(Optional<LeaseRecord> expected, LeaseRecord mine)
        {
            return true;
        }

        @Override
        public boolean renew(String session)
        {
            return true;
        }

        @Override
        public void release(String session) {}
    }
}
