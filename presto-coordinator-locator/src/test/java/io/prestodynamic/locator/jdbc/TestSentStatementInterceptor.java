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
package io.prestodynamic.locator.jdbc;

import com.facebook.presto.jdbc.internal.okhttp3.MediaType;
import com.facebook.presto.jdbc.internal.okhttp3.OkHttpClient;
import com.facebook.presto.jdbc.internal.okhttp3.Request;
import com.facebook.presto.jdbc.internal.okhttp3.RequestBody;
import com.facebook.presto.jdbc.internal.okhttp3.Response;
import org.testng.annotations.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestSentStatementInterceptor
{
    @Test
    public void testOtherAddressesOfAHostAreTried()
            throws IOException
    {
        try (FakePresto presto = new FakePresto("presto");
                Response response = post(presto, List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1")))) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(presto.statements()).hasSize(1);
        }
    }

    @Test
    public void testOnlyWhatWasSentCountsAsSent()
            throws IOException
    {
        try (FakePresto presto = new FakePresto("presto")) {
            assertThatThrownBy(() -> post(presto, List.of(InetAddress.getByName("127.0.0.2"))))
                    .isInstanceOf(ConnectException.class);
            presto.dropStatements();
            assertThatThrownBy(() -> post(presto, List.of(InetAddress.getByName("127.0.0.1"))))
                    .isInstanceOf(StatementSentException.class);
        }
    }

    private static Response post(FakePresto presto, List<InetAddress> addresses)
            throws IOException
    {
        OkHttpClient client = new OkHttpClient.Builder()
                .dns(host -> addresses)
                .addNetworkInterceptor(new SentStatementInterceptor())
                .build();
        Request request = new Request.Builder()
                .url("http://several.invalid:%s/v1/statement".formatted(presto.uri().getPort()))
                .header("X-Presto-Transaction-Id", "NONE")
                .post(RequestBody.create(MediaType.parse("text/plain"), "SELECT name"))
                .build();
        return client.newCall(request).execute();
    }
}
