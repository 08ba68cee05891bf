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
 * Nodes that answered their last request. A change waits for those, and for new ones. Other nodes are sent changes too, but one request at a time. Nodes are identified
 * by their announcements, so a restarted node is a new one.
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
     * Returns whether the node answers, or has no unanswered request.
     */
    public boolean canSend(AnnouncedNode node)
    {
        return isAnswering(node) || !unanswered.contains(node.announcementId());
    }

    /**
     * Records that a request was sent to the node.
     */
    public void recordRequest(AnnouncedNode node, CompletableFuture<?> answer)
    {
        unanswered.add(node.announcementId());
        answer.whenComplete((ignored, failure) -> unanswered.remove(node.announcementId()));
    }

    public void recordAnswer(AnnouncedNode node)
    {
        lastAnswers.put(node.announcementId(), System.nanoTime());
        silent.remove(node.announcementId());
    }

    /**
     * Records that an answer is late. It may still come.
     * @param sent time of the request, by {@link System#nanoTime}; if the node has answered another request since then, it is alive
     */
    public void recordTimeout(AnnouncedNode node, long sent)
    {
        Long lastAnswer = lastAnswers.get(node.announcementId());
        if (lastAnswer == null || lastAnswer - sent < 0) {
            recordFailure(node);
        }
    }

    public void recordFailure(AnnouncedNode node)
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
