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
package io.prestodynamic.catalog.coordinator.reconcile;

import com.facebook.airlift.log.Logger;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.StartupPolicy;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.catalog.store.StoredCatalogs;

import javax.inject.Inject;

import static com.google.common.util.concurrent.Uninterruptibles.sleepUninterruptibly;
import static io.prestodynamic.catalog.CatalogErrorCode.STARTING;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.StartupPolicy.FAIL;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Availability of the store when the server starts. If the store cannot be used, the server waits or ends, as the startup policy says.
 */
public class StoreAvailability
{
    private static final Logger log = Logger.get(StoreAvailability.class);

    private final CatalogStore store;
    private final String setting;
    private final StartupPolicy policy;
    private volatile boolean known;

    @Inject
    public StoreAvailability(CatalogStore store, CatalogStoreConfig storeConfig, DynamicCatalogConfig config)
    {
        this.store = requireNonNull(store, "store is null");
        this.setting = "dynamic-catalog.store=" + storeConfig.getStore().name().toLowerCase(ENGLISH);
        this.policy = config.getStartupPolicy();
    }

    /**
     * Waits for the store, and returns its content.
     * @throws StartupFailure if the store cannot be used, and the startup policy is not to wait
     */
    public StoredCatalogs awaitStore()
    {
        long lastLog = 0;
        while (true) {
            try {
                StoredCatalogs stored = store.list();
                if (lastLog != 0) {
                    log.info("The catalog store answers");
                }
                return stored;
            }
            catch (CatalogException e) {
                if (e.getCode() != STORE_UNAVAILABLE) {
                    throw e;
                }
                if (policy == FAIL) {
                    log.debug(e, "The catalog store cannot be used");
                    throw new StartupFailure("The server ends, because dynamic-catalog.startup-policy is fail and the store that %s sets cannot be used: %s".formatted(setting, e.getMessage()));
                }
                if (lastLog == 0) {
                    lastLog = System.nanoTime();
                    log.warn(e, "Waiting for the catalog store that %s sets: %s", setting, e.getMessage());
                }
                else if (System.nanoTime() - lastLog > MINUTES.toNanos(1)) {
                    lastLog = System.nanoTime();
                    log.warn("Still waiting for the catalog store that %s sets: %s", setting, e.getMessage());
                }
            }
            sleepUninterruptibly(1, SECONDS);
        }
    }

    /**
     * Records that the store was read.
     */
    void setKnown()
    {
        known = true;
    }

    /**
     * @throws CatalogException with {@code STARTING} if the store was not read yet
     */
    public void checkKnown()
    {
        if (!known) {
            throw new CatalogException(STARTING, "The server is starting, and has not read the catalog store yet");
        }
    }
}
