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
package io.prestodynamic.catalog.server;

import javax.ws.rs.core.Cookie;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedHashMap;
import javax.ws.rs.core.MultivaluedMap;

import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import static javax.ws.rs.core.HttpHeaders.CONTENT_TYPE;

/**
 * Headers of a request.
 * @param mediaType null if the request has none
 */
public record TestingHttpHeaders(MediaType mediaType, Map<String, String> others)
        implements HttpHeaders
{
    public TestingHttpHeaders(MediaType mediaType)
    {
        this(mediaType, Map.of());
    }

    @Override
    public MediaType getMediaType()
    {
        return mediaType;
    }

    @Override
    public List<String> getRequestHeader(String name)
    {
        return List.of();
    }

    @Override
    public String getHeaderString(String name)
    {
        return name.equals(CONTENT_TYPE) && mediaType != null ? mediaType.toString() : others.get(name);
    }

    @Override
    public MultivaluedMap<String, String> getRequestHeaders()
    {
        return new MultivaluedHashMap<>();
    }

    @Override
    public List<MediaType> getAcceptableMediaTypes()
    {
        return List.of();
    }

    @Override
    public List<Locale> getAcceptableLanguages()
    {
        return List.of();
    }

    @Override
    public Locale getLanguage()
    {
        return null;
    }

    @Override
    public Map<String, Cookie> getCookies()
    {
        return Map.of();
    }

    @Override
    public Date getDate()
    {
        return null;
    }

    @Override
    public int getLength()
    {
        return -1;
    }
}
