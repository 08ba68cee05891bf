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
package io.prestodynamic.catalog.secrets;

import com.facebook.airlift.log.Logger;
import com.facebook.presto.spi.classloader.ThreadContextClassLoader;
import com.google.common.util.concurrent.ExecutionError;
import com.google.common.util.concurrent.SimpleTimeLimiter;
import com.google.common.util.concurrent.TimeLimiter;
import com.google.common.util.concurrent.UncheckedExecutionException;
import io.prestodynamic.catalog.spi.SecretProvider;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Provider of a plugin. It may hang or fail without harm to catalogs that do not need it.
 */
class IsolatedProvider
        implements SecretProvider
{
    private static final Logger log = Logger.get(IsolatedProvider.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final TimeLimiter LIMITER = SimpleTimeLimiter.create(newCachedThreadPool(daemonThreadsNamed("dynamic-catalog-secret-provider-%s")));

    private final String name;
    private final SecretProvider provider;
    private final ClassLoader classLoader;
    private final AtomicReference<String> lastFailure = new AtomicReference<>();

    /**
     * @param name what the log calls the provider
     */
    IsolatedProvider(String name, SecretProvider provider, ClassLoader classLoader)
    {
        this.name = requireNonNull(name, "name is null");
        this.provider = requireNonNull(provider, "provider is null");
        this.classLoader = requireNonNull(classLoader, "classLoader is null");
    }

    @Override
    public String getSecret(String key)
    {
        try {
            return LIMITER.callWithTimeout(() -> call(key), TIMEOUT.toSeconds(), SECONDS);
        }
        catch (TimeoutException e) {
            throw new IllegalArgumentException("the provider did not answer within %s seconds".formatted(TIMEOUT.toSeconds()), e);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalArgumentException("the server ends", e);
        }
        catch (ExecutionException | UncheckedExecutionException | ExecutionError e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                throw refusal;
            }
            throw failed(e.getCause());
        }
    }

    @Override
    public boolean isChangeable()
    {
        return provider.isChangeable();
    }

    private String call(String key)
    {
        try (ThreadContextClassLoader ignored = new ThreadContextClassLoader(classLoader)) {
            return requireNonNull(provider.getSecret(key), "secret is null");
        }
    }

    // without the message, which may contain a secret
    private IllegalArgumentException failed(Throwable cause)
    {
        String failure = cause.getClass().getName();
        if (!failure.equals(lastFailure.getAndSet(failure))) {
            log.warn("The secret provider of %s failed: %s in %s", name, failure, Stream.of(cause.getStackTrace()).map(Object::toString).findFirst().orElse("unknown code"));
        }
        return new IllegalArgumentException("the provider failed, and server.log has the kind of the failure", cause);
    }
}
