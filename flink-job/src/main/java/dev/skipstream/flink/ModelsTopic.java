package dev.skipstream.flink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Settings of a models topic. It must keep every announcement for as long as somebody may replay sensors that it served:
 * a running job has the models in its checkpoints, but a new one knows only what the topic still holds.
 */
final class ModelsTopic {
    private static final String FOREVER = "-1";
    private static final String LARGEST_MODEL_BYTES = Integer.toString(16 << 20);

    private ModelsTopic() {}

    /** A topic that keeps everything, in one partition. */
    static NewTopic of(String name) {
        return new NewTopic(name, Optional.of(1), Optional.empty())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG, FOREVER,
                        TopicConfig.RETENTION_BYTES_CONFIG, FOREVER,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGEST_MODEL_BYTES));
    }

    /**
     * What may be lost, one sentence each; empty if nothing.
     *
     * @param models settings of the models topic
     * @param input settings of the input topic
     */
    static List<String> warnings(String name, Config models, Config input) {
        List<String> warnings = new ArrayList<>();
        List<String> policies =
                List.of(text(models, TopicConfig.CLEANUP_POLICY_CONFIG).split(","));
        if (policies.contains(TopicConfig.CLEANUP_POLICY_DELETE)) {
            for (String limit : List.of(TopicConfig.RETENTION_MS_CONFIG, TopicConfig.RETENTION_BYTES_CONFIG)) {
                if (!text(models, limit).equals(FOREVER)) {
                    warnings.add("topic " + name + " should keep models for good, found " + limit + "="
                            + text(models, limit) + readable(limit, models) + ": a job that starts without a savepoint"
                            + " later does not find them; set " + limit + "=" + FOREVER);
                }
            }
        }
        if (policies.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            long lag = number(models, TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG);
            long replay = number(input, TopicConfig.RETENTION_MS_CONFIG);
            if (replay < 0 || lag < replay) {
                warnings.add("topic " + name + " should keep announcements as long as sensors can be replayed, found "
                        + TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG + "=" + lag
                        + " with cleanup.policy=compact where the"
                        + " input keeps " + TopicConfig.RETENTION_MS_CONFIG + "=" + replay + ": of a version announced"
                        + " twice only the last effective-from is left; set "
                        + (replay < 0
                                ? "cleanup.policy=delete with retention.ms=-1"
                                : TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG + "=" + replay + " or more"));
            }
        }
        return warnings;
    }

    private static String readable(String limit, Config config) {
        return limit.equals(TopicConfig.RETENTION_MS_CONFIG)
                ? " (" + Duration.ofMillis(number(config, limit)).toHours() + " hours)"
                : "";
    }

    private static String text(Config config, String name) {
        return config.get(name).value();
    }

    private static long number(Config config, String name) {
        return Long.parseLong(text(config, name));
    }
}
