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
package io.prestodynamic.catalog.seal;

import org.testng.annotations.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import static io.prestodynamic.catalog.seal.RequestNumbers.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

public class TestRequestNumbers
{
    private final RequestNumbers numbers = new RequestNumbers();

    @Test
    public void testAnyOrder()
    {
        RequestNumbers numbers = new RequestNumbers();
        List<Long> sent = new ArrayList<>(LongStream.rangeClosed(1, WINDOW).boxed().toList());
        Collections.shuffle(sent, new Random(1));
        assertThat(sent).allMatch(numbers::add);
        assertThat(sent).noneMatch(numbers::add);
    }

    @Test
    public void testWindow()
    {
        RequestNumbers numbers = new RequestNumbers();
        long last = 10L * WINDOW;
        assertThat(numbers.add(last)).isTrue();
        assertThat(numbers.add(last - WINDOW)).isFalse();
        assertThat(numbers.add(last - WINDOW + 1)).isTrue();
        assertThat(numbers.add(last - WINDOW + 1)).isFalse();
        assertThat(numbers.add(last + WINDOW / 2)).isTrue();
        assertThat(numbers.add(last)).isFalse();
        assertThat(numbers.add(last + 1)).isTrue();
        assertThat(numbers.add(last - WINDOW / 2)).isFalse();
        assertThat(numbers.add(last + 5L * WINDOW)).isTrue();
        assertThat(numbers.add(last + 5L * WINDOW)).isFalse();
    }

    @Test
    public void testInvalid()
    {
        assertThat(numbers.add(0)).isFalse();
        assertThat(numbers.add(-1)).isFalse();
        assertThat(numbers.add(Long.MIN_VALUE)).isFalse();
    }
}
