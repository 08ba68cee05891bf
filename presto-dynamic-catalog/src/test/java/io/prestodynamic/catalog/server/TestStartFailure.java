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

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.spi.Message;
import org.testng.annotations.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

public class TestStartFailure
{
    @Test
    public void testMessage()
    {
        assertThat(StartFailure.describe(new IllegalStateException("It cannot be used", new IllegalArgumentException("too small"))))
                .startsWith("It cannot be used\njava.lang.IllegalStateException: It cannot be used\n\tat ")
                .contains("Caused by: java.lang.IllegalArgumentException: too small");
    }

    // Guice cannot read this class, in which the failure is
    @Test
    public void testMessageThatCannotBeMade()
    {
        Throwable failure = catchThrowable(() -> Guice.createInjector(new AbstractModule()
        {
            @Override
            protected void configure()
            {
                bind(Broken.class).asEagerSingleton();
            }
        }));
        assertThat(catchThrowable(failure::getMessage)).hasStackTraceContaining("Unsupported class file major version 61");
        assertThat(StartFailure.describe(failure))
                .startsWith("table-name has three parts\ncom.google.inject.CreationException\n\tat ")
                .contains("\njava.lang.IllegalArgumentException: table-name has three parts\n\tat ");
    }

    @Test
    public void testErrorsOfGuice()
    {
        Message unbound = new Message(List.of(), "No implementation is bound");
        CreationException nested = new CreationException(List.of(unbound, new Message(List.of(), "Error", new Unreadable())));
        Throwable failure = new CreationException(List.of(new Message(List.of(), "Error", nested), new Message(List.of(), "Error", new IllegalStateException("The port is taken"))));
        assertThat(StartFailure.describe(failure)).startsWith("No implementation is bound; Unreadable; The port is taken\n");
        assertThat(StartFailure.describe(new Unreadable())).startsWith("Unreadable\n" + Unreadable.class.getName() + "\n\tat ");
    }

    private static class Unreadable
            extends RuntimeException
    {
        @Override
        public String getMessage()
        {
            throw new IllegalArgumentException("Unsupported class file major version 61");
        }
    }

    private static class Broken
    {
        @Inject
        Broken()
        {
            throw new IllegalArgumentException("table-name has three parts");
        }
    }
}
