package dev.skipstream.flink;

import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/** Addresses of Kafka's brokers, as its clients judge them. */
public final class BootstrapServers {
    private BootstrapServers() {}

    /**
     * Says why no client could be made, if it is for the addresses: one without a port, or none whose host is known.
     *
     * @param name what to call the addresses
     * @param servers as given
     * @param refused by a client's constructor
     * @return empty if it is for something else
     */
    public static Optional<IllegalArgumentException> refusal(String name, String servers, KafkaException refused) {
        Throwable reason = refused.getCause() == null ? refused : refused.getCause();
        boolean addresses = reason instanceof ConfigException
                && reason.getMessage().contains(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        return addresses
                ? Optional.of(new IllegalArgumentException(
                        name + " must be HOST:PORT that resolves, found " + servers, refused))
                : Optional.empty();
    }
}
