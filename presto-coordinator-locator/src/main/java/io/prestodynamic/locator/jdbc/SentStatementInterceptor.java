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

import com.facebook.presto.jdbc.internal.okhttp3.Interceptor;
import com.facebook.presto.jdbc.internal.okhttp3.Request;
import com.facebook.presto.jdbc.internal.okhttp3.Response;

import java.io.IOException;

/**
 * Network interceptor that marks failures of statements that may have been sent. Network interceptors run only after a connection was made.
 */
class SentStatementInterceptor
        implements Interceptor
{
    @Override
    public Response intercept(Chain chain)
            throws IOException
    {
        Request request = chain.request();
        try {
            return chain.proceed(request);
        }
        catch (IOException e) {
            if (request.method().equals("POST")) {
                throw new StatementSentException(e);
            }
            throw e;
        }
    }
}
