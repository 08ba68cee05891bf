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
package io.prestodynamic.discovery;

import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

@Test(singleThreaded = true)
public class TestCatchUp
{
    private static final Set<String> OTHERS = Set.of("b", "c");

    private final AtomicLong clock = new AtomicLong();
    private CatchUp catchUp;

    @BeforeMethod
    public void setUp()
    {
        clock.set(1_000_000);
        catchUp = new CatchUp(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(30), clock::get);
    }

    @Test
    public void testStart()
    {
        assertThat(catchUp.isComplete()).isFalse();
        CatchUp.Round round = catchUp.beginPass(OTHERS);
        pass(1);
        assertThat(catchUp.isComplete()).as("nobody has answered").isFalse();
        round.asked("b");
        assertThat(catchUp.isComplete()).as("one has not answered").isFalse();
        round.asked("c");
        assertThat(catchUp.isComplete()).isTrue();
    }

    @Test
    public void testAnswersOfSeveralPasses()
    {
        catchUp.beginPass(OTHERS).asked("b");
        pass(1);
        catchUp.beginPass(OTHERS).asked("c");
        assertThat(catchUp.isComplete()).isTrue();
    }

    @Test
    public void testCachedList()
    {
        catchUp.beginPass(Set.of());
        assertThat(catchUp.isComplete()).isFalse();
        pass(1);
        assertThat(catchUp.isComplete()).isTrue();
    }

    @Test
    public void testServerThatNeverAnswers()
    {
        for (int second = 0; second < 30; second++) {
            catchUp.beginPass(OTHERS).asked("b");
            assertThat(catchUp.isComplete()).as("after %s s", second).isFalse();
            pass(1);
        }
        assertThat(catchUp.isComplete()).as("all live nodes have announced themselves").isTrue();
    }

    @Test
    public void testServerThatHangsLater()
    {
        complete();
        for (int second = 0; second < 60; second++) {
            pass(1);
            catchUp.beginPass(OTHERS).asked("b");
            assertThat(catchUp.isComplete()).as("after %s s", second).isTrue();
        }
    }

    @Test
    public void testStandstill()
    {
        complete();
        pass(33);
        assertThat(catchUp.isComplete()).as("before the next pass").isFalse();
        CatchUp.Round round = catchUp.beginPass(OTHERS);
        pass(1);
        assertThat(catchUp.isComplete()).as("a pass without an answer").isFalse();
        round.asked("b");
        round.asked("c");
        assertThat(catchUp.isComplete()).isTrue();
    }

    @Test
    public void testRequestsFromBeforeAStandstill()
    {
        complete();
        CatchUp.Round before = catchUp.beginPass(OTHERS);
        pass(33);
        before.asked("b");
        catchUp.beginPass(OTHERS).asked("c");
        before.asked("b");
        pass(1);
        assertThat(catchUp.isComplete()).isFalse();
        catchUp.beginPass(OTHERS).asked("b");
        assertThat(catchUp.isComplete()).isTrue();
    }

    @Test
    public void testNewServer()
    {
        complete();
        pass(1);
        CatchUp.Round round = catchUp.beginPass(Set.of("b", "c", "d"));
        assertThat(catchUp.isComplete()).isFalse();
        round.asked("d");
        assertThat(catchUp.isComplete()).isTrue();
    }

    @Test
    public void testClockIsSetBack()
    {
        complete();
        clock.addAndGet(-3_600_000);
        assertThat(catchUp.isComplete()).isFalse();
        complete();
        pass(33);
        assertThat(catchUp.isComplete()).as("it stood still").isFalse();
        catchUp.beginPass(OTHERS);
        pass(1);
        assertThat(catchUp.isComplete()).isFalse();
    }

    private void complete()
    {
        CatchUp.Round round = catchUp.beginPass(OTHERS);
        round.asked("b");
        round.asked("c");
        pass(1);
        assertThat(catchUp.isComplete()).isTrue();
    }

    private void pass(long seconds)
    {
        clock.addAndGet(seconds * 1000);
    }
}
