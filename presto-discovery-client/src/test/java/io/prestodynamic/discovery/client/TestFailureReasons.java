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

import org.testng.annotations.Test;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

public class TestFailureReasons
{
    @Test
    public void testExplain()
    {
        assertThat(FailureReasons.explain(new ConnectException("Connection refused"))).isEqualTo("Connection refused");
        assertThat(FailureReasons.explain(new UncheckedIOException(new EOFException("HttpConnectionOverHTTP@1f2e3d")))).isEqualTo("it closes the connection");
        assertThat(FailureReasons.explain(new IOException(new TimeoutException("Total timeout 2000 ms elapsed")))).isEqualTo("it does not answer in time");
        assertThat(FailureReasons.explain(new RuntimeException("Request failed", new ClosedChannelException()))).isEqualTo("ClosedChannelException");
        assertThat(FailureReasons.explain(new IOException("bad\nheader"))).isEqualTo("bad header");
    }

    @Test
    public void testToLine()
    {
        assertThat(FailureReasons.toLine("its environment is test\r\n2026-01-01 INFO all is well")).isEqualTo("its environment is test 2026-01-01 INFO all is well");
        assertThat(FailureReasons.toLine("a\u2028b\u2029c\u202ed\u200be\u0085f")).isEqualTo("a b c d e f");
        assertThat(FailureReasons.toLine("x".repeat(200))).isEqualTo("x".repeat(200));
        assertThat(FailureReasons.toLine("x".repeat(201))).isEqualTo("x".repeat(200) + "...");
        assertThat(FailureReasons.toLine("x".repeat(199) + "\ud83d\ude00")).isEqualTo("x".repeat(199) + " ...");
    }
}
