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
package io.prestodynamic.catalog.sync.node;

import com.google.common.collect.ConcurrentHashMultiset;
import com.google.common.collect.Multiset;

import javax.annotation.concurrent.ThreadSafe;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

/**
 * Which nodes answered when they were last spoken to. A change waits for those, and for new ones. A node that hangs is told of changes as well, but has one request to
 * answer at most. Nodes are told apart by their announcements, so one that was started anew is a new one.
 */
@ThreadSafe
public class AnsweringNodes
{
    private final Map<String, Long> lastAnswers = new ConcurrentHashMap<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final Multiset<String> unanswered = ConcurrentHashMultiset.create();

    public boolean isAnswering(AnnouncedNode node)
    {
        return !silent.contains(node.announcementId());
    }

    /**
     * Whether the node answers, or has nothing to answer.
     */
    public boolean isToBeTold(AnnouncedNode node)
    {
        return isAnswering(node) || !unanswered.contains(node.announcementId());
    }

    /**
     * The node has been told something.
     */
    public void told(AnnouncedNode node, CompletableFuture<?> answer)
    {
        unanswered.add(node.announcementId());
        answer.whenComplete((ignored, failure) -> unanswered.remove(node.announcementId()));
    }

    public void answered(AnnouncedNode node)
    {
        lastAnswers.put(node.announcementId(), System.nanoTime());
        silent.remove(node.announcementId());
    }

    /**
     * It is too late for the node's answer, which may still come.
     *
     * @param told when the node was told, by {@link System#nanoTime}; if it has answered something else since then, it lives
     */
    public void late(AnnouncedNode node, long told)
    {
        Long lastAnswer = lastAnswers.get(node.announcementId());
        if (lastAnswer == null || lastAnswer - told < 0) {
            failed(node);
        }
    }

    public void failed(AnnouncedNode node)
    {
        silent.add(node.announcementId());
    }

    /**
     * Forgets all other nodes.
     */
    public void retain(Collection<AnnouncedNode> nodes)
    {
        Set<String> ids = nodes.stream().map(AnnouncedNode::announcementId).collect(toImmutableSet());
        lastAnswers.keySet().retainAll(ids);
        silent.retainAll(ids);
    }
}
