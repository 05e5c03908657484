package dev.skipstream.flink;

import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * The models topic as a stream of one subtask, so that all that follow get the announcements in one order. Main has read
 * what the topic held; the stream begins where the consumer group has come to, or at the beginning, so that a refused
 * model goes to the rejected topic once, and what main has read already changes nothing.
 */
final class ModelsStream {
    private ModelsStream() {}

    static SingleOutputStreamOperator<ModelAnnouncement> of(StreamExecutionEnvironment env, JobSetup setup) {
        return env.fromSource(source(setup), WatermarkStrategy.forGenerator(context -> new NoTime()), "models")
                .uid("models")
                .setParallelism(1)
                .process(new DecodeModelsFunction(setup.announcements()))
                .name("decode-models")
                .uid("decode-models")
                .setParallelism(1);
    }

    private static KafkaSource<ModelRecord> source(JobSetup setup) {
        JobOptions options = setup.options();
        Properties properties = setup.kafka().copy();
        properties.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        OffsetsInitializer earliest = OffsetsInitializer.earliest();
        KafkaSourceBuilder<ModelRecord> builder = KafkaSource.<ModelRecord>builder()
                .setProperties(properties)
                .setBootstrapServers(setup.kafka().bootstrapServers())
                .setTopics(options.modelsTopic)
                .setGroupId(options.groupId)
                .setClientIdPrefix(options.groupId + "-models")
                .setDeserializer(new ModelRecordSchema())
                .setStartingOffsets(OffsetsInitializer.committedOffsets(earliest.getAutoOffsetResetStrategy()));
        if (options.bounded) {
            builder.setBounded(OffsetsInitializer.latest());
        }
        return builder.build();
    }

    /** Announcements say nothing about the sensors' time: where watermarks meet, only those of the sensors count. */
    private static final class NoTime implements WatermarkGenerator<ModelRecord> {
        @Override
        public void onEvent(ModelRecord event, long timestamp, WatermarkOutput output) {
            output.markIdle();
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            output.markIdle();
        }
    }
}
