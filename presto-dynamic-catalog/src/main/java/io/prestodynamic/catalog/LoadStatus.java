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
package io.prestodynamic.catalog;

import java.util.Optional;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * State of a version on a node, with the reason why it is not loaded.
 * @param error one sentence without secrets; present if the state is {@code FAILED}, or if the load waits for something
 */
public record LoadStatus(LoadState state, Optional<String> error)
{
    public static final LoadStatus LOADING = new LoadStatus(LoadState.LOADING, Optional.empty());
    public static final LoadStatus LOADED = new LoadStatus(LoadState.LOADED, Optional.empty());

    public LoadStatus
    {
        requireNonNull(state, "state is null");
        checkArgument(state == LoadState.LOADING || error.isPresent() == (state == LoadState.FAILED), "error does not go with state %s", state);
    }

    /**
     * @param reason what the load waits for
     */
    public static LoadStatus waiting(String reason)
    {
        return new LoadStatus(LoadState.LOADING, Optional.of(reason));
    }

    public static LoadStatus failed(String error)
    {
        return new LoadStatus(LoadState.FAILED, Optional.of(error));
    }

    public boolean isLoaded()
    {
        return state == LoadState.LOADED;
    }

    public boolean isLoading()
    {
        return state == LoadState.LOADING;
    }

    public boolean isFailed()
    {
        return state == LoadState.FAILED;
    }
}
