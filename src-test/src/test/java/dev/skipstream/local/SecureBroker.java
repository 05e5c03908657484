package dev.skipstream.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A broker that others than the test may reach by TLS and SASL alone, with a certificate made for it. */
final class SecureBroker implements AutoCloseable {
    static final String PASSWORD = "pass-of-the-sensor-user";
    private static final String KEYSTORE_PASSWORD = "pass-of-the-keystore";
    private static final String LISTENER = "SASL_SSL";

    private final KafkaBroker broker;
    private final Path directory;

    private SecureBroker(KafkaBroker broker, Path directory) {
        this.broker = broker;
        this.directory = directory;
    }

    /** @param directory for keys */
    static SecureBroker start(Path directory) throws IOException, InterruptedException {
        Path keys = directory.resolve("broker.p12");
        keytool("-genkeypair -alias broker -keyalg RSA -keysize 2048 -validity 36500 -dname CN=localhost"
                + " -ext SAN=dns:localhost,ip:127.0.0.1 -storetype PKCS12 -storepass " + KEYSTORE_PASSWORD
                + " -keystore "
                + keys);
        keytool("-exportcert -rfc -alias broker -storepass " + KEYSTORE_PASSWORD + " -keystore " + keys + " -file "
                + directory.resolve("broker.pem"));
        KafkaBroker broker = KafkaBroker.start(KafkaBroker.Options.defaults()
                .withProperties(Map.of(
                        "listeners",
                        "PLAINTEXT://localhost:0," + LISTENER + "://localhost:0",
                        "sasl.enabled.mechanisms",
                        "PLAIN",
                        "listener.name.sasl_ssl.plain.sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required user_sensor=\"" + PASSWORD
                                + "\";",
                        "ssl.keystore.type",
                        "PKCS12",
                        "ssl.keystore.location",
                        keys.toString(),
                        "ssl.keystore.password",
                        KEYSTORE_PASSWORD)));
        return new SecureBroker(broker, directory);
    }

    private static void keytool(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool: " + said);
        }
    }

    /** Addresses for the test's own clients, without security. */
    String servers() {
        return broker.bootstrapServers();
    }

    /** Addresses for those that need the file of {@link #clientProperties}. */
    String secureServers() {
        return broker.bootstrapServers(LISTENER);
    }

    /** Properties of a client with that password; checks the broker's certificate and name. */
    Path clientProperties(String password) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "client", ".properties"), """
                security.protocol=SASL_SSL
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\
                  username="sensor" password="%s";
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                """.formatted(
                        password, directory.resolve("broker.pem")));
    }

    @Override
    public void close() throws IOException {
        broker.close();
    }
}
