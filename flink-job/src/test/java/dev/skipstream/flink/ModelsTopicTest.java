package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class ModelsTopicTest {
    private static final Config WEEK = config(Map.of("retention.ms", "604800000"));

    /** Kafka's defaults with some set otherwise. */
    private static Config config(Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "cleanup.policy", "delete",
                "retention.ms", "604800000",
                "retention.bytes", "-1",
                "min.compaction.lag.ms", "0"));
        all.putAll(settings);
        return new Config(all.entrySet().stream()
                .map(setting -> new ConfigEntry(setting.getKey(), setting.getValue()))
                .toList());
    }

    private static List<String> warnings(Map<String, String> models) {
        return ModelsTopic.warnings("models", config(models), WEEK);
    }

    @Test
    void shouldSayThatModelsAreDeletedAfterSomeTime() {
        List<String> warnings = warnings(Map.of());
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains("found retention.ms=604800000 (168 hours)"), warnings.get(0));
        assertTrue(warnings.get(0).endsWith("set retention.ms=-1"), warnings.get(0));
        assertEquals(2, warnings(Map.of("retention.bytes", "1000")).size());
    }

    @Test
    void shouldSayThatCompactionLosesTimesThatAReplayNeeds() {
        List<String> warnings = warnings(Map.of("cleanup.policy", "compact"));
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains("found min.compaction.lag.ms=0"), warnings.get(0));
        assertTrue(warnings.get(0).endsWith("set min.compaction.lag.ms=604800000 or more"), warnings.get(0));
        assertEquals(
                1,
                warnings(Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "604799999"))
                        .size());
        assertEquals(2, warnings(Map.of("cleanup.policy", "compact,delete")).size(), "it may lose them in both ways");
        List<String> endless = ModelsTopic.warnings(
                "models",
                config(Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "604800000")),
                config(Map.of("retention.ms", "-1")));
        assertTrue(endless.get(0).endsWith("set cleanup.policy=delete with retention.ms=-1"), endless.get(0));
    }

    @Test
    void shouldFindNothingToSayOfTopicsThatKeepTheirModels() {
        assertEquals(List.of(), warnings(Map.of("retention.ms", "-1")));
        assertEquals(List.of(), warnings(Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "604800000")));
        NewTopic made = ModelsTopic.of("models");
        assertEquals(List.of(), warnings(made.configs()));
        assertEquals(1, made.numPartitions());
    }
}
