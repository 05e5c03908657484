package dev.skipstream.flink;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** Flink's settings: those it starts with, and over them the {@code -D} options. */
final class FlinkSettings {
    /** What Flink refuses without naming the setting. */
    private static final List<ConfigOption<Duration>> AT_LEAST_SHORTEST =
            List.of(CheckpointingOptions.CHECKPOINTING_INTERVAL, CheckpointingOptions.CHECKPOINTING_TIMEOUT);

    private static final Duration SHORTEST = Duration.ofMillis(10);

    private FlinkSettings() {}

    /**
     * @param given values by key, as text
     * @throws IllegalArgumentException naming the setting, what was expected and what was found
     */
    static Configuration of(Map<String, String> given, Configuration defaults) {
        Configuration settings = new Configuration(defaults);
        given.forEach(settings::setString);
        for (ConfigOption<Duration> option : AT_LEAST_SHORTEST) {
            if (given.containsKey(option.key()) && settings.get(option).compareTo(SHORTEST) < 0) {
                throw new IllegalArgumentException(option.key() + " must be at least " + SHORTEST.toMillis()
                        + " ms, found " + given.get(option.key()));
            }
        }
        return settings;
    }
}
