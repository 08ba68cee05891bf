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

import com.google.common.io.ByteStreams;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.server.request.RequestBodies.Memory;
import org.testng.annotations.Test;

import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.REQUEST_TIMEOUT;
import static io.prestodynamic.catalog.CatalogErrorCode.REQUEST_TOO_LARGE;
import static io.prestodynamic.catalog.CatalogErrorCode.TOO_MANY_CHANGES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

public class TestBodyReceiver
{
    private static final int MAX_BYTES = 1 << 20;

    private final Memory memory = new Memory();

    @Test
    public void testParts()
            throws IOException
    {
        for (int size : new int[] {0, 1, 4095, 4096, 4097, 100_000, MAX_BYTES}) {
            BodyReceiver receiver = new BodyReceiver(MAX_BYTES, memory);
            Client client = new Client(receiver);
            byte[] content = content(size);
            for (int sent = 0; sent < size; sent += 1777) {
                client.send(content, sent, Math.min(1777, size - sent));
            }
            assertThat(receiver.body()).isNotDone();
            client.end();
            RequestBody body = receiver.body().join();
            assertThat(memory.bytes()).isBetween((long) size, 2L * size + 4096);
            assertThat(ByteStreams.toByteArray(body.open())).isEqualTo(content);
            body.close();
            body.close();
            assertThat(memory.bytes()).isZero();
        }
    }

    @Test
    public void testTooLong()
            throws IOException
    {
        BodyReceiver receiver = new BodyReceiver(MAX_BYTES, memory);
        Client client = new Client(receiver);
        client.send(content(MAX_BYTES), 0, MAX_BYTES);
        assertThat(receiver.body()).isNotDone();
        client.send(new byte[1], 0, 1);
        assertThat(memory.bytes()).isZero();
        client.send(content(MAX_BYTES), 0, MAX_BYTES);
        assertThat(receiver.body()).isNotDone();
        client.end();
        assertFailed(receiver, REQUEST_TOO_LARGE);
    }

    @Test
    public void testContentLengthTooLong()
            throws IOException
    {
        BodyReceiver receiver = new BodyReceiver(MAX_BYTES, memory);
        Client client = new Client(receiver, MAX_BYTES + 1);
        client.send(content(MAX_BYTES), 0, MAX_BYTES);
        assertThat(memory.bytes()).isZero();
        client.end();
        assertFailed(receiver, REQUEST_TOO_LARGE);
    }

    @Test
    public void testMuchTooLong()
            throws IOException
    {
        BodyReceiver receiver = new BodyReceiver(MAX_BYTES, memory);
        Client client = new Client(receiver);
        for (int megabytes = 0; megabytes < 70; megabytes++) {
            client.send(content(MAX_BYTES), 0, MAX_BYTES);
        }
        assertFailed(receiver, REQUEST_TOO_LARGE);
    }

    @Test
    public void testTooMany()
            throws IOException
    {
        List<BodyReceiver> receivers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            BodyReceiver receiver = new BodyReceiver(MAX_BYTES, memory);
            receivers.add(receiver);
            new Client(receiver).send(content(MAX_BYTES), 0, MAX_BYTES);
        }
        assertThat(memory.bytes()).isBetween(30L << 20, 32L << 20);
        assertThat(receivers.get(0).body()).isNotDone();
        assertThat(failure(receivers.get(99)).getCode()).isEqualTo(TOO_MANY_CHANGES);
        receivers.forEach(receiver -> receiver.fail(new CatalogException(REQUEST_TIMEOUT, "late")));
        assertThat(memory.bytes()).isZero();
    }

    @Test
    public void testIncompleteBody()
            throws IOException
    {
        BodyReceiver receiver = new BodyReceiver(MAX_BYTES, memory);
        new Client(receiver).send(content(100), 0, 100);
        receiver.onError(new IOException("Connection reset"));
        assertFailed(receiver, INVALID_REQUEST);
    }

    @Test
    public void testNothingIsReadAfterTheDeadline()
            throws IOException
    {
        BodyReceiver receiver = new BodyReceiver(MAX_BYTES, memory);
        Client client = new Client(receiver);
        client.send(content(100), 0, 100);
        receiver.fail(new CatalogException(REQUEST_TIMEOUT, "late"));
        client.send(content(100), 0, 100);
        client.end();
        assertFailed(receiver, REQUEST_TIMEOUT);
    }

    private void assertFailed(BodyReceiver receiver, CatalogErrorCode code)
    {
        assertThat(failure(receiver).getCode()).isEqualTo(code);
        assertThat(memory.bytes()).isZero();
    }

    private static CatalogException failure(BodyReceiver receiver)
    {
        return (CatalogException) catchThrowableOfType(CompletionException.class, () -> receiver.body().join()).getCause();
    }

    private static byte[] content(int size)
    {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) (i * 31 + i / 255);
        }
        return content;
    }

    /**
     * Client, and the input of its request.
     */
    private static class Client
            extends ServletInputStream
    {
        private final BodyReceiver receiver;
        private byte[] arrived = {};
        private int position;
        private int end;

        Client(BodyReceiver receiver)
        {
            this(receiver, -1);
        }

        Client(BodyReceiver receiver, long contentLength)
        {
            this.receiver = receiver;
            receiver.start(this, contentLength);
        }

        void send(byte[] content, int offset, int length)
                throws IOException
        {
            arrived = content;
            position = offset;
            end = offset + length;
            receiver.onDataAvailable();
        }

        void end()
        {
            receiver.onAllDataRead();
        }

        @Override
        public boolean isReady()
        {
            return position < end;
        }

        @Override
        public boolean isFinished()
        {
            return false;
        }

        @Override
        public void setReadListener(ReadListener listener)
        {
            assertThat(listener).isSameAs(receiver);
        }

        @Override
        public int read()
        {
            return arrived[position++] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length)
        {
            int count = Math.min(length, end - position);
            System.arraycopy(arrived, position, buffer, offset, count);
            position += count;
            return count;
        }
    }
}
