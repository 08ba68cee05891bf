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
package io.prestodynamic.catalog.engine.cleanup;

import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

public class TestPrivateFields
{
    @Test
    public void testField()
    {
        try (TestingLog log = new TestingLog(PrivateFields.class.getName())) {
            assertThat(PrivateFields.read(Thread.class, "name", new Thread("hook"), String.class)).contains("hook");
            assertThat(PrivateFields.read(Thread.class, "target", new Thread(), Runnable.class)).isEmpty();
            assertThat(log.getMessages()).isEmpty();
        }
    }

    @Test
    public void testMissingField()
    {
        assertUnreadable(Thread.class, "missing", new Thread(), Runnable.class);
    }

    @Test
    public void testRefusedField()
            throws ClassNotFoundException
    {
        assertUnreadable(Class.forName("jdk.internal.misc.VM"), "initLevel", null, Integer.class);
    }

    @Test
    public void testFieldOfAnotherType()
    {
        assertUnreadable(Thread.class, "group", Thread.currentThread(), Map.class);
    }

    @Test
    public void testMissingClass()
    {
        try (TestingLog log = new TestingLog(PrivateFields.class.getName())) {
            assertThat(PrivateFields.findClass("java.lang.MissingHooks")).isEmpty();
            assertThat(PrivateFields.findClass("java.lang.MissingHooks")).isEmpty();
            assertThat(log.getMessages()).singleElement().asString().contains("java.lang.MissingHooks");
        }
    }

    private static void assertUnreadable(Class<?> type, String name, Object object, Class<?> valueType)
    {
        try (TestingLog log = new TestingLog(PrivateFields.class.getName())) {
            assertThat(PrivateFields.read(type, name, object, valueType)).isEmpty();
            assertThat(PrivateFields.read(type, name, object, valueType)).isEmpty();
            assertThat(log.getMessages()).singleElement().asString().contains(type.getName() + "." + name);
        }
    }
}
