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
package io.prestodynamic.catalog.security.url;

import com.google.common.collect.ImmutableSet;

import java.util.Set;
import java.util.regex.Pattern;

import static java.util.Locale.ENGLISH;
import static java.util.regex.Pattern.CASE_INSENSITIVE;

/**
 * Names of parameters of URLs. A parameter is shown if its name is known to be harmless and its value has only plain signs. Of other parameters the name is shown
 * if it says that the value is a secret. The rest is hidden with its name, because it may be a part of a password that was not escaped.
 */
final class Parameters
{
    private static final Pattern SECRET_NAME = Pattern.compile("[\\w.-]{0,64}(?:passw(?:or)?d|pwd|passphrase|secret|token|credential|access_?key)[\\w.-]{0,32}", CASE_INSENSITIVE);
    private static final Pattern PLAIN_VALUE = Pattern.compile("[\\w.,:/\\\\+*@\\[\\] -]*");

    private static final Set<String> HARMLESS = ImmutableSet.of(
            // of most drivers
            "user", "username", "uid", "database", "databasename", "db", "schema", "catalog", "host", "hostname", "server", "servername", "port", "portnumber", "protocol",
            "ssl", "sslmode", "usessl", "requiressl", "encrypt", "tls", "sslenabled", "connecttimeout", "sockettimeout", "logintimeout", "querytimeout", "timeout", "locktimeout",
            "applicationname", "readonly", "charset", "timezone", "autoreconnect", "tcpkeepalive", "compress", "loadbalance", "failover", "compression", "role", "warehouse",
            // MySQL, MariaDB
            "servertimezone", "connectiontimezone", "useunicode", "characterencoding", "verifyservercertificate", "enabledtlsprotocols", "enabledsslprotocoltypes", "tlsversions",
            "zerodatetimebehavior", "tinyint1isbit", "useinformationschema", "usecursorfetch", "rewritebatchedstatements", "allowpublickeyretrieval", "allowmultiqueries",
            "allowloadlocalinfile", "allowurlinlocalinfile", "autodeserialize", "cacheprepstmts", "useserverprepstmts", "prepstmtcachesize", "prepstmtcachesqllimit",
            "defaultfetchsize",
            "nullcatalogmeanscurrent", "uselegacydatetimecode", "usejdbccomplianttimezoneshift", "usecompression", "maxreconnects", "failoverreadonly", "databaseterm",
            "createdatabaseifnotexist", "useaffectedrows", "maxrows", "pinglobaltxtophysicalconnection",
            // PostgreSQL, Redshift
            "currentschema", "targetservertype", "loadbalancehosts", "hostrecheckseconds", "preparethreshold", "preparedstatementcachequeries", "defaultrowfetchsize", "stringtype",
            "rewritebatchedinserts", "binarytransfer", "gssencmode", "channelbinding", "cancelsignaltimeout", "assumeminserverversion", "loglevel",
            // SQL Server
            "instancename", "instance", "trustservercertificate", "hostnameincertificate", "integratedsecurity", "authenticationscheme", "authentication", "applicationintent",
            "multisubnetfailover", "selectmethod", "sendstringparametersasunicode", "responsebuffering", "packetsize", "columnencryptionsetting", "domain", "usentlmv2",
            "failoverpartner",
            "transparentnetworkipresolution", "workstationid", "sslprotocol", "fips", "serverspn", "realm",
            // Oracle
            "description", "description_list", "address", "address_list", "connect_data", "service_name", "sid", "load_balance", "source_route", "retry_count", "retry_delay",
            "connect_timeout", "transport_connect_timeout", "instance_name", "service_type", "ssl_server_dn_match", "expire_time", "enable", "sdu",
            "https_proxy", "https_proxy_port",
            // Presto, ClickHouse, HANA, H2
            "sslverification", "sslkeystoretype", "sslkeystorepath", "ssltruststorepath", "ssltruststoretype", "applicationnameprefix", "clienttags", "socket_timeout",
            "connection_timeout", "max_execution_time", "use_server_time_zone", "use_time_zone", "validatecertificate", "mode", "ifexists", "max_memory_usage",
            // MongoDB
            "replicaset", "authsource", "authmechanism", "readpreference", "readpreferencetags", "readconcernlevel", "w", "wtimeoutms", "journal", "retrywrites", "retryreads",
            "directconnection", "connecttimeoutms", "sockettimeoutms", "serverselectiontimeoutms", "maxpoolsize", "minpoolsize", "maxidletimems", "waitqueuetimeoutms", "appname",
            "loadbalanced", "compressors", "heartbeatfrequencyms", "localthresholdms", "uuidrepresentation", "srvservicename", "tlsinsecure", "tlsallowinvalidcertificates",
            "tlsallowinvalidhostnames", "sslinvalidhostnameallowed");

    private Parameters() {}

    static boolean isHarmless(String name)
    {
        return HARMLESS.contains(name.strip().toLowerCase(ENGLISH));
    }

    static boolean isHarmless(String name, String value)
    {
        return isHarmless(name) && PLAIN_VALUE.matcher(value).matches();
    }

    /**
     * Hides what is secret of a parameter.
     *
     * @param end end of the value
     * @return whether anything is secret
     */
    static boolean hideSecrets(MaskedText.Builder url, int start, int end)
    {
        String parameter = url.text().substring(start, end);
        int equals = parameter.indexOf('=');
        if (parameter.isBlank() || (equals >= 0 && isHarmless(parameter.substring(0, equals), parameter.substring(equals + 1)))) {
            return false;
        }
        boolean isNamed = equals >= 0 && (isHarmless(parameter.substring(0, equals)) || SECRET_NAME.matcher(parameter.substring(0, equals).strip()).matches());
        url.hide(isNamed ? skipBlanks(url.text(), start + equals + 1, end) : start, end);
        return true;
    }

    static int skipBlanks(String text, int start, int end)
    {
        int position = start;
        while (position < end && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position;
    }
}
