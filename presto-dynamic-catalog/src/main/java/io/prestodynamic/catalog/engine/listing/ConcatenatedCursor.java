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
package io.prestodynamic.catalog.engine.listing;

import com.facebook.presto.common.type.Type;
import com.facebook.presto.spi.RecordCursor;
import com.google.common.collect.ImmutableList;
import io.airlift.slice.Slice;

import java.util.List;

import static com.google.common.base.Preconditions.checkState;

class ConcatenatedCursor
        implements RecordCursor
{
    private final List<RecordCursor> cursors;
    private int current;

    ConcatenatedCursor(List<RecordCursor> cursors)
    {
        this.cursors = ImmutableList.copyOf(cursors);
    }

    @Override
    public boolean advanceNextPosition()
    {
        while (current < cursors.size()) {
            if (cursors.get(current).advanceNextPosition()) {
                return true;
            }
            current++;
        }
        return false;
    }

    @Override
    public long getCompletedBytes()
    {
        return cursors.stream().mapToLong(RecordCursor::getCompletedBytes).sum();
    }

    @Override
    public long getReadTimeNanos()
    {
        return cursors.stream().mapToLong(RecordCursor::getReadTimeNanos).sum();
    }

    @Override
    public Type getType(int field)
    {
        return current().getType(field);
    }

    @Override
    public boolean getBoolean(int field)
    {
        return current().getBoolean(field);
    }

    @Override
    public long getLong(int field)
    {
        return current().getLong(field);
    }

    @Override
    public double getDouble(int field)
    {
        return current().getDouble(field);
    }

    @Override
    public Slice getSlice(int field)
    {
        return current().getSlice(field);
    }

    @Override
    public Object getObject(int field)
    {
        return current().getObject(field);
    }

    @Override
    public boolean isNull(int field)
    {
        return current().isNull(field);
    }

    @Override
    public void close()
    {
        cursors.forEach(RecordCursor::close);
    }

    private RecordCursor current()
    {
        checkState(current < cursors.size(), "There is no row");
        return cursors.get(current);
    }
}
