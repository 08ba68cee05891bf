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

import java.util.List;

/**
 * Ways to put a secret into a URL, which consists of the words "Sec", "Ret" and "X9y".
 */
public final class UrlsWithSecrets
{
    public static final List<String> ALL = List.of(
            // mysql
            "jdbc:mysql://h:3306/db?user=u&password=SecRetX9y",
            "jdbc:mysql://h:3306/db?user=u&password=Sec RetX9y",
            "jdbc:mysql://h:3306/db?user=u&password=Sec;Ret=X9y",
            "jdbc:mysql://h:3306/db?user=u&password=Sec&Ret=X9y&useSSL=false",
            "jdbc:mysql://h:3306/db?pass%77ord=SecRetX9y",
            "jdbc:mysql://h:3306/db?%70assword=SecRetX9y",
            "jdbc:mysql://h:3306/db?password1=SecRetX9y",
            "jdbc:mysql://h:3306/db?user=u?password=SecRetX9y",
            "jdbc:mysql://u:Sec@Ret@X9y@h:3306/db",
            "jdbc:mysql://u:Sec:RetX9y@h:3306/db",
            "jdbc:mysql://u:Sec#RetX9y@h:3306/db",
            "jdbc:mysql://u:Sec?Ret=X9y@h:3306/db?useSSL=false",
            "jdbc:mysql://u:Sec/Ret/X9y@h:3306/db",
            "jdbc:mysql://u:Sec(RetX9y@h:3306/db",
            "jdbc:mysql://u:Sec RetX9y@h:3306/db",
            "jdbc:mysql://u:SecRet@h1:3306,v:X9y@h2:3306/db",
            "jdbc:mysql://(host=h,user=u,password=Sec,Ret)X9y)/db",
            "jdbc:mysql://(host=h, user = u, password = SecRetX9y )/db",
            "jdbc:mysql://address=(host=h)(user=u)(password=Sec(RetX9y)/db",
            "jdbc:mysql://address=(host=h)(password=SecRet),address=(host=i)(password=X9y)/db",
            "jdbc:mysql:replication://u:SecRetX9y@h1,h2/db",
            "JDBC:MYSQL://h/db?PASSWORD=SecRetX9y",
            "  jdbc:mysql://h/db?password=SecRetX9y",
            "mysqlx://u:SecRetX9y@h:33060/db",
            // misspelt
            "jbdc:mysql://u:SecRetX9y@h/db",
            "jbdc:mysql://u:Sec RetX9y@h/db",
            "jdbc::mysql://u:Sec RetX9y@h/db",
            "jdbc:mysql::loadbalance://u:Sec RetX9y@h/db",
            "jdbc;mysql://u:SecRetX9y@h/db",
            ":mysql://u:SecRetX9y@h/db",
            "url:jdbc:mysql://h/db?password=Sec RetX9y",
            "jdbc:jdbc:mysql://u:SecRetX9y@h/db",
            "jdbc :mysql://u:SecRetX9y@h/db",
            // mariadb, singlestore
            "jdbc:mariadb://h/db?user=u&keyStorePassword=SecRetX9y",
            "jdbc:mariadb://h/db?serverSslCert=SecRetX9y",
            "jdbc:singlestore://h/db?user=u&accessToken=SecRetX9y",
            // postgresql, redshift
            "jdbc:postgresql://h/db?user=u&password=Sec,Ret)X9y",
            "jdbc:postgresql://h/db?user=u&password=Sec Ret X9y&ssl=true",
            "jdbc:postgresql://h/db?sslpassword=SecRetX9y",
            "jdbc:postgresql://h/db?ssl_password=SecRetX9y",
            "jdbc:postgresql://u:SecRetX9y@h/db",
            "jdbc:postgresql:db?password=SecRetX9y",
            "jdbc:redshift:iam://h:5439/db?AccessKeyID=Sec&SecretAccessKey=RetX9y",
            "jdbc:redshift://h:5439/db;UID=u;PWD=Sec;Ret=X9y",
            "jdbc:redshift://h:5439/db?ssl=true&SessionToken=Sec&RetX9y",
            // sqlserver
            "jdbc:sqlserver://h:1433;user=sa; password = SecRetX9y",
            "jdbc:sqlserver://h:1433;password=Sec RetX9y",
            "jdbc:sqlserver://h:1433;password={Sec;Ret;X9y}",
            "jdbc:sqlserver://h:1433;password={Sec}}Ret;X9y};encrypt=true",
            "jdbc:sqlserver://h:1433;password={Sec;RetX9y",
            "jdbc:sqlserver://h:1433;pwd= { Sec;RetX9y } ;user=sa",
            "jdbc:sqlserver://h:1433;accessToken=SecRetX9y",
            "jdbc:sqlserver://h:1433;keyVaultProviderClientKey=SecRetX9y",
            "jdbc:sqlserver://h:1433;clientKeyPassword=SecRetX9y",
            "jdbc:sqlserver://h:1433;trustStorePassword=SecRetX9y",
            "jdbc:sqlserver://u:SecRetX9y@h:1433",
            "jdbc:sqlserver://h:1433?password=SecRetX9y",
            "jdbc:jtds:sqlserver://h:1433/db;password=SecRetX9y",
            // db2
            "jdbc:db2://h:50000/db:password=SecRetX9y;",
            "jdbc:db2://h:50000/db:user=u;password=SecRetX9y;",
            "jdbc:db2://h:50000/db:user=u;sslTrustStorePassword=SecRetX9y;sslConnection=true;",
            // oracle
            "jdbc:oracle:thin:u/SecRetX9y@h:1521:sid",
            "jdbc:oracle:thin:u/Sec@RetX9y@//h:1521/s",
            "jdbc:oracle:thin:u/\"Sec/Ret@X9y\"@//h:1521/s",
            "jdbc:oracle:thin:u[p]/SecRetX9y@h:1521:sid",
            "jdbc:oracle:oci:u/SecRetX9y@tns",
            "jdbc:oracle:thin:u/SecRetX9y",
            "jdbc:oracle:thin:@tcps://h:2484/s?javax.net.ssl.keyStorePassword=SecRetX9y",
            "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=h))(SECURITY=(WALLET_PASSWORD=SecRetX9y)))",
            // clickhouse, hana, presto, druid
            "jdbc:clickhouse://h:8123/db?user=u&password=SecRetX9y",
            "jdbc:clickhouse://u:SecRetX9y@h:8123/db",
            "jdbc:ch://h:8123/db?custom_http_headers=Authorization=Basic SecRetX9y",
            "jdbc:ch://h:8123/db?access_token=SecRetX9y",
            "jdbc:sap://h:30015/?user=u&password=SecRetX9y",
            "jdbc:presto://h:8080/c?user=u&accessToken=SecRetX9y",
            "jdbc:presto://h:8080/c?extraCredentials=a:Sec;b:RetX9y",
            "jdbc:presto://h:8080/c?SSLKeyStorePassword=SecRetX9y",
            // mongodb
            "mongodb://u:SecRetX9y@h1:27017,h2:27017/db",
            "mongodb://u:Sec/RetX9y@h1:27017/db",
            "mongodb://u:Sec#RetX9y@h1:27017/db",
            "mongodb+srv://u:Sec%40RetX9y@h/db",
            "mongodb://h/db?authMechanismProperties=AWS_SESSION_TOKEN:SecRetX9y",
            "mongodb://h/db?replicaSet=rs;sslKeyPassword=SecRetX9y",
            // others
            "jdbc:db2://h:50000/db:user=u;password=SecRetX9y;",
            "jdbc:teradata://h/DATABASE=d,PASSWORD=SecRetX9y",
            "jdbc:snowflake://h/?user=u&password=SecRetX9y",
            "jdbc:h2:mem:x;USER=u;PASSWORD=Sec Ret;X9y",
            "jdbc:hive2://h:10000/db;user=u;password=SecRetX9y?hive.a=b#c=d",
            "thrift://u:SecRetX9y@h:9083",
            "thrift://h1:9083,thrift://u:SecRetX9y@h2:9083",
            "http://h:8082/druid?token=SecRetX9y",
            "http://h:8082/druid?SecRetX9y",
            "http://h:8082/druid#SecRetX9y",
            "https://SecRetX9y@h/x",
            "http://u:Sec?RetX9y@h:8082/x",
            "http://u:Sec#RetX9y@h:8082/x",
            "redis://:SecRetX9y@h:6379/0",
            "s3a://AKIAKEY:Sec/RetX9y@bucket/path",
            "ldap://h:389/?bindPassword=SecRetX9y");

    private UrlsWithSecrets() {}
}
