package dev.skipstream.flink;

import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

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
        return TopicSource.of(
                options.modelsTopic,
                options.groupId + "-models",
                new ModelRecordSchema(),
                TopicSource.committed(),
                setup);
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
