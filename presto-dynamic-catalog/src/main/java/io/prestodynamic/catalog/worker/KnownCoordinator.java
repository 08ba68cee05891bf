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
package io.prestodynamic.catalog.worker;

import com.facebook.airlift.discovery.client.ServiceDescriptor;
import com.facebook.airlift.discovery.client.ServiceSelector;
import com.facebook.airlift.discovery.client.ServiceType;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.Iterables;

import javax.inject.Inject;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

import static com.google.common.collect.ImmutableSetMultimap.flatteningToImmutableSetMultimap;
import static java.util.Objects.requireNonNull;

/**
 * Coordinator to which this worker refers clients. Anybody can announce one, so it must also be in contact with this worker, which requires the shared secret of the
 * nodes, if there is one.
 */
public class KnownCoordinator
{
    private final ServiceSelector selector;
    private final CoordinatorContacts contacts;
    private final String uriProperty;

    @Inject
    public KnownCoordinator(@ServiceType("presto") ServiceSelector selector, CoordinatorContacts contacts, InternalCommunicationConfig config)
    {
        this.selector = requireNonNull(selector, "selector is null");
        this.contacts = requireNonNull(contacts, "contacts is null");
        this.uriProperty = config.isHttpsRequired() ? "https" : "http";
    }

    /**
     * Returns the address of a coordinator that is in contact with this worker.
     * @return empty if there is none, or if it is announced with no valid address or with several
     */
    public Optional<URI> find()
    {
        ImmutableSetMultimap<String, URI> announced = selector.selectAllServices().stream()
                .filter(service -> Boolean.parseBoolean(service.getProperties().get("coordinator")))
                .filter(service -> contacts.isInContact(service.getNodeId()))
                .collect(flatteningToImmutableSetMultimap(ServiceDescriptor::getNodeId, service -> uri(service).stream()));
        return announced.asMap().values().stream()
                // a coordinator that moves is announced with both addresses for a while
                .filter(uris -> uris.size() == 1)
                .map(Iterables::getOnlyElement)
                .findFirst();
    }

    private Optional<URI> uri(ServiceDescriptor service)
    {
        return Optional.ofNullable(service.getProperties().get(uriProperty)).flatMap(KnownCoordinator::parse);
    }

    private static Optional<URI> parse(String uri)
    {
        try {
            return Optional.of(new URI(uri)).filter(parsed -> parsed.getScheme() != null && parsed.getHost() != null);
        }
        catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
