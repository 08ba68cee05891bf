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
package io.prestodynamic.locator;

import io.prestodynamic.locator.LocatorStatus.CandidateStatus;
import io.prestodynamic.locator.LocatorStatus.ServerStatus;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Single search, which asks all discovery servers and candidates. Requests run on other threads, and their results are applied on the thread of the search.
 */
final class SearchRound
{
    // protects from a server that announces thousands
    private static final int MAX_CANDIDATES = 100;

    private final Search search;
    private final SearchResult last;
    private final Set<URI> failed;
    private final Map<URI, Optional<String>> errors = new LinkedHashMap<>();
    private final Map<CandidateKey, Candidate> candidates = new LinkedHashMap<>();
    private final List<CandidateStatus> refused = new ArrayList<>();
    private final List<Future<?>> requests = new ArrayList<>();
    private final BlockingQueue<Runnable> answers = new LinkedBlockingQueue<>();
    private Optional<Long> foundAt = Optional.empty();

    SearchRound(Search search, SearchResult last, Set<URI> failed)
    {
        this.search = requireNonNull(search, "search is null");
        this.last = requireNonNull(last, "last is null");
        this.failed = Set.copyOf(failed);
    }

    SearchResult run()
            throws InterruptedException
    {
        try {
            last.known().forEach(this::addCandidate);
            search.servers().forEach(this::ask);
            awaitAnswers();
            return searchResult();
        }
        finally {
            requests.forEach(request -> request.cancel(true));
        }
    }

    private void ask(URI server)
    {
        errors.put(server, Optional.of("has not answered yet"));
        request(
                () -> {
                    List<Announcement> announcements = search.discovery().ask(server);
                    return () -> acceptServer(server, announcements);
                },
                error -> errors.put(server, Optional.of(error)));
    }

    private void acceptServer(URI server, List<Announcement> announcements)
    {
        errors.put(server, Optional.empty());
        announcements.forEach(this::acceptAnnouncement);
    }

    private void acceptAnnouncement(Announcement announcement)
    {
        Optional<URI> address = announcement.address(search.transport());
        Optional<String> otherEnvironment = search.environment().filter(environment -> !environment.equals(announcement.environment()));
        if (address.isEmpty()) {
            String missing = "announces no %saddress".formatted(search.transport().map(transport -> transport.scheme() + " ").orElse(""));
            refuse(announcement, address, announcement.explainAddress(search.transport()).map(reason -> missing + " that can be used. " + reason).orElse(missing));
        }
        else if (otherEnvironment.isPresent()) {
            refuse(announcement, address, "is of environment %s, not %s".formatted(announcement.environment(), otherEnvironment.get()));
        }
        else {
            Candidate candidate = addCandidate(new Coordinator(announcement.nodeId(), announcement.environment(), address.get()));
            candidate.setAnnounced();
            noteFound(candidate);
        }
    }

    private void refuse(Announcement announcement, Optional<URI> address, String refusal)
    {
        CandidateStatus status = new CandidateStatus(announcement.nodeId(), address, Optional.of(refusal));
        if (refused.size() < MAX_CANDIDATES && !refused.contains(status)) {
            refused.add(status);
        }
    }

    private Candidate addCandidate(Coordinator coordinator)
    {
        // a coordinator that restarts at the same address may have another node id
        return candidates.computeIfAbsent(new CandidateKey(coordinator.uri(), coordinator.environment()), key -> {
            Candidate candidate = new Candidate(coordinator);
            if (candidates.size() >= MAX_CANDIDATES) {
                candidate.setResult(CheckResult.refused("is one of more than %s that are announced".formatted(MAX_CANDIDATES)));
                return candidate;
            }
            request(
                    () -> {
                        CheckResult result = search.check().check(coordinator);
                        return () -> acceptCheck(candidate, result);
                    },
                    error -> acceptCheck(candidate, CheckResult.refused(error)));
            return candidate;
        });
    }

    private void acceptCheck(Candidate candidate, CheckResult result)
    {
        candidate.setResult(result);
        noteFound(candidate);
    }

    private void noteFound(Candidate candidate)
    {
        if (foundAt.isEmpty() && candidate.isAnnounced() && candidate.isUsable()) {
            foundAt = Optional.of(System.nanoTime());
        }
    }

    private void request(Callable<Runnable> request, Consumer<String> onError)
    {
        requests.add(search.executor().submit(() -> {
            try {
                answers.add(request.call());
            }
            catch (IOException e) {
                answers.add(() -> onError.accept(e.getMessage() == null ? e.toString() : e.getMessage()));
            }
            catch (Exception e) {
                answers.add(() -> onError.accept("could not be asked: " + e));
            }
            catch (Error e) {
                // an error of this program, so the search ends
                answers.add(() -> {
                    throw e;
                });
            }
        }));
    }

    private void awaitAnswers()
            throws InterruptedException
    {
        long deadline = System.nanoTime() + search.requestTimeout().multipliedBy(2).toNanos();
        for (int answered = 0; answered < requests.size(); answered++) {
            long end = isCurrentDecided() && foundAt.isPresent() ? Math.min(deadline, foundAt.get() + search.grace().toNanos()) : deadline;
            Runnable answer = answers.poll(end - System.nanoTime(), NANOSECONDS);
            if (answer == null) {
                return;
            }
            answer.run();
        }
    }

    // clients stay with a coordinator that is slow
    private boolean isCurrentDecided()
    {
        return candidates.values().stream()
                .filter(this::isCurrent)
                .allMatch(Candidate::isChecked);
    }

    private boolean isCurrent(Candidate candidate)
    {
        URI uri = candidate.coordinator().uri();
        return !failed.contains(uri) && last.current().map(Coordinator::uri).equals(Optional.of(uri));
    }

    private SearchResult searchResult()
    {
        List<Coordinator> usable = candidates.values().stream()
                .filter(Candidate::isUsable)
                .sorted(preference())
                .map(Candidate::coordinator)
                .toList();
        List<ServerStatus> servers = errors.entrySet().stream()
                .map(entry -> new ServerStatus(entry.getKey(), entry.getValue()))
                .toList();
        List<CandidateStatus> statuses = new ArrayList<>(candidates.values().stream().map(Candidate::status).toList());
        statuses.addAll(refused);
        List<Coordinator> asked = candidates.values().stream().map(Candidate::coordinator).toList();
        return new SearchResult(usable, asked, usable.isEmpty() ? last.known() : usable, new LocatorStatus(usable.stream().findFirst(), servers, statuses));
    }

    /**
     * Prefers announced coordinators, because others may be about to end, and those without a failed connection.
     */
    private Comparator<Candidate> preference()
    {
        return Comparator.comparing((Candidate candidate) -> !candidate.isAnnounced())
                .thenComparing(candidate -> failed.contains(candidate.coordinator().uri()))
                .thenComparing(candidate -> !isCurrent(candidate))
                .thenComparing(candidate -> candidate.coordinator().nodeId())
                .thenComparing(candidate -> candidate.coordinator().uri());
    }

    private record CandidateKey(URI uri, String environment)
    {
    }
}
