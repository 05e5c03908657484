package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.local.KafkaBroker;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicCheckIT {
    private static final int PARTITIONS = 40;

    @Test
    void shouldMakeTopicsThatServeAtOnce() throws Exception {
        Map<String, String> properties = Map.of("num.partitions", String.valueOf(PARTITIONS));
        try (KafkaBroker broker =
                        KafkaBroker.start(KafkaBroker.Options.defaults().withProperties(properties));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers(), "retries", "0"));
                TopicCheck check = new TopicCheck(new KafkaSettings(broker.bootstrapServers(), null))) {
            for (int i = 0; i < 10; i++) {
                String topic = "made-" + i;
                check.require(List.of(topic), null, true);
                Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    partitions.put(new TopicPartition(topic, partition), OffsetSpec.latest());
                }
                assertEquals(
                        PARTITIONS, admin.listOffsets(partitions).all().get().size());
            }
        }
    }

    @Test
    void shouldEndSoonWhereNoBrokerAnswersAndNameIt() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String servers = "localhost:" + port;
        long begin = System.nanoTime();
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> {
            try (TopicCheck check = new TopicCheck(new KafkaSettings(servers, null), 6)) {
                check.require(List.of("sensors"), null, false);
            }
        });
        assertEquals("Kafka at " + servers + " must answer, found no reply within 6 s", e.getMessage());
        double seconds = (System.nanoTime() - begin) / 1e9;
        assertTrue(seconds < 15, seconds + " s");
    }
}
