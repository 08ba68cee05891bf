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
package io.prestodynamic.catalog.server.filter;

import com.facebook.presto.execution.QueryInfo;
import com.facebook.presto.server.BasicQueryInfo;
import com.facebook.presto.spi.ConnectorId;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;

import javax.inject.Inject;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.ext.Provider;
import javax.ws.rs.ext.WriterInterceptor;
import javax.ws.rs.ext.WriterInterceptorContext;

import java.io.IOException;
import java.util.Collection;

/**
 * Interceptor that writes catalog names instead of connector ids in responses about queries. The ids cannot be replaced in the JSON classes, because nodes
 * send each other the same classes and need the ids.
 */
@Provider
public class CatalogNameInterceptor
        implements WriterInterceptor
{
    private final ObjectMapper mapper;

    @Inject
    public CatalogNameInterceptor(ObjectMapper mapper)
    {
        this.mapper = mapper.copy().registerModule(new SimpleModule()
                .addSerializer(ConnectorId.class, new JsonSerializer<>()
                {
                    @Override
                    public void serialize(ConnectorId value, JsonGenerator generator, SerializerProvider provider)
                            throws IOException
                    {
                        generator.writeString(value.getCatalogName());
                    }
                })
                .addKeySerializer(ConnectorId.class, new JsonSerializer<>()
                {
                    @Override
                    public void serialize(ConnectorId value, JsonGenerator generator, SerializerProvider provider)
                            throws IOException
                    {
                        generator.writeFieldName(value.getCatalogName());
                    }
                }));
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext context)
            throws IOException, WebApplicationException
    {
        if (isAboutQueries(context.getEntity())) {
            mapper.writeValue(context.getOutputStream(), context.getEntity());
        }
        else {
            context.proceed();
        }
    }

    private static boolean isAboutQueries(Object entity)
    {
        if (entity instanceof Collection<?> entities) {
            return !entities.isEmpty() && isAboutQueries(entities.iterator().next());
        }
        return entity instanceof QueryInfo || entity instanceof BasicQueryInfo;
    }
}
