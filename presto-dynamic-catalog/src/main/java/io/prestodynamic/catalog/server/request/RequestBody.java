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
package io.prestodynamic.catalog.server.request;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import static java.util.Objects.requireNonNull;

/**
 * Body of a request. Its memory is reserved until it is closed.
 */
class RequestBody
        implements AutoCloseable
{
    private final List<ByteArrayInputStream> parts;
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    RequestBody(List<ByteArrayInputStream> parts, Runnable onClose)
    {
        this.parts = new ArrayList<>(parts);
        this.onClose = requireNonNull(onClose, "onClose is null");
    }

    /**
     * Returns the content, which can be read once. Keeps no reference to it, so that parts already read can be collected.
     */
    InputStream open()
    {
        List<ByteArrayInputStream> content = new ArrayList<>(parts);
        parts.clear();
        return new SequenceInputStream(Collections.enumeration(content));
    }

    @Override
    public void close()
    {
        if (closed.compareAndSet(false, true)) {
            onClose.run();
        }
    }
}
