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
package io.prestodynamic.catalog.audit;

import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.util.FileSize;
import com.facebook.airlift.log.Logger;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.catalog.history.ChangeOrigin;

import javax.annotation.PreDestroy;
import javax.annotation.concurrent.GuardedBy;
import javax.inject.Inject;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Audit log in a file with one JSON object in each line. Lines are numbered without gaps, also across restarts, so that a missing one is noticed. If the file cannot be
 * written, the server's log says so.
 */
public class FileAuditLog
        implements AuditLog
{
    private static final Logger log = Logger.get(FileAuditLog.class);
    // control characters do not reach the terminal of somebody who reads the log
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private final RollingFileAppender<String> appender;
    @GuardedBy("this")
    private long sequence;

    @Inject
    public FileAuditLog(AuditConfig config)
    {
        sequence = LastSequence.read(Path.of(config.getPath()));
        appender = open(config);
    }

    private static RollingFileAppender<String> open(AuditConfig config)
    {
        ContextBase context = new ContextBase();
        context.getStatusManager().add(status -> {
            if (status.getEffectiveLevel() >= Status.WARN) {
                log.error(status.getThrowable(), "The audit log: %s", status.getMessage());
            }
        });
        RollingFileAppender<String> appender = new RollingFileAppender<>();
        // before the policy starts, or it would overwrite the last rotated file
        appender.setFile(config.getPath());
        SizeAndTimeBasedRollingPolicy<String> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(config.getPath().replaceFirst("\\.log$", "") + config.getRotatedPattern());
        policy.setMaxFileSize(new FileSize(config.getMaxFileSize().toBytes()));
        policy.setMaxHistory(config.getMaxHistory());
        policy.start();
        LineEncoder encoder = new LineEncoder();
        encoder.setContext(context);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setRollingPolicy(policy);
        appender.start();
        return appender;
    }

    @PreDestroy
    public void close()
    {
        appender.stop();
    }

    @Override
    public synchronized void record(AuditRecord record)
    {
        sequence++;
        appender.doAppend(toJson(sequence, record));
    }

    private static String toJson(long sequence, AuditRecord record)
    {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        line.put("sequence", sequence);
        ChangeOrigin origin = record.origin();
        origin.user().ifPresent(user -> line.put("user", user));
        line.put("authenticated", origin.principal().isPresent());
        origin.principal().ifPresent(principal -> line.put("principal", principal));
        origin.address().ifPresent(address -> line.put("address", address));
        origin.requestId().ifPresent(id -> line.put("requestId", id));
        line.put("source", origin.source().name());
        line.put("action", record.action().name());
        record.catalogName().ifPresent(name -> line.put("catalogName", name));
        record.version().ifPresent(version -> line.put("version", version));
        line.set("properties", MAPPER.valueToTree(record.properties()));
        line.put("outcome", record.outcome());
        record.message().ifPresent(message -> line.put("message", message));
        origin.comment().ifPresent(comment -> line.put("comment", comment));
        try {
            return MAPPER.writeValueAsString(line);
        }
        catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static class LineEncoder
            extends EncoderBase<String>
    {
        @Override
        public byte[] headerBytes()
        {
            return new byte[0];
        }

        @Override
        public byte[] encode(String line)
        {
            return (line + "\n").getBytes(UTF_8);
        }

        @Override
        public byte[] footerBytes()
        {
            return new byte[0];
        }
    }
}
