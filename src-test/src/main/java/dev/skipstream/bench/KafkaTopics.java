package dev.skipstream.bench;

import dev.skipstream.flink.JobOptions;
import dev.skipstream.flink.KafkaRecord;
import dev.skipstream.flink.RecordFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;

/** The topics of the Kafka cases: filled once, then read from their start by every job. */
final class KafkaTopics {
    /** As {@code skipstream broker --topics} takes them. */
    static final String TOPICS = "sensors:2,classifications:2,rejected";

    private static final String SENSORS = "sensors";
    private static final int BATCH_BYTES = 1 << 18;

    private KafkaTopics() {}

    /** Writes the samples of all sensors, round by round, as JSON: {@code records} of them. */
    static void fill(String servers, int sensors, long records) {
        Properties properties = new Properties();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 256L << 20);
        RecordMaker<KafkaRecord> maker = RecordMaker.bytes(RecordFormat.JSON, sensors);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long i = 0; i < records; i++) {
                KafkaRecord record = maker.make((int) (i % sensors), i / sensors, 1);
                producer.send(
                        new ProducerRecord<>(record.topic(), null, record.timestamp(), record.key(), record.value()));
            }
        }
    }

    /** Records that a job reads from the sensors' topic, to the last whole round of its pause points. */
    static long records(String servers) {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(SENSORS).stream()
                    .map(info -> new TopicPartition(SENSORS, info.partition()))
                    .toList();
            long records = 0;
            for (long end : consumer.endOffsets(partitions).values()) {
                records += end;
            }
            return records - (long) partitions.size() * PausePoint.RECORDS_A_LOOK;
        }
    }

    /**
     * The job's options for a case.
     *
     * @param directory for the model's file
     */
    static JobOptions options(JobCase job, Path directory) throws IOException {
        Path model = directory.resolve("model.safetensors");
        Files.write(model, BenchModels.bytes(job.model()));
        JobOptions options = new JobOptions();
        new CommandLine(options)
                .parseArgs(
                        "--bootstrap-servers",
                        job.servers(),
                        "--model",
                        model.toString(),
                        "--start",
                        "earliest",
                        "--group-id",
                        "bench-" + ProcessHandle.current().pid());
        return options;
    }
}
