package dev.skipstream.bench;

import dev.skipstream.flink.JobParts;
import dev.skipstream.flink.KafkaRecord;
import dev.skipstream.flink.RecordFormat;
import dev.skipstream.flink.SensorRecord;
import dev.skipstream.format.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The topology of a case: source → (decode) → keyBy → operator → sink, set up as the job sets itself up. */
final class MeasuredJob {
    private MeasuredJob() {}

    /** @param directory for files that the job reads */
    static void build(StreamExecutionEnvironment env, JobCase job, Path directory) throws IOException {
        env.setParallelism(job.parallelism());
        env.setMaxParallelism(1024);
        env.getConfig().enableObjectReuse();
        env.getConfig().disableClosureCleaner();
        if (job.input() == JobCase.Input.KAFKA) {
            JobParts.kafka(
                    env,
                    KafkaTopics.options(job, directory),
                    new PausePoint(),
                    job.operator() == JobCase.Operator.PASS ? new NoModel() : null);
            return;
        }
        KeyedStream<SensorRecord, String> keyed = records(env, job).keyBy(SensorRecord::sensor);
        (job.operator() == JobCase.Operator.CACHED
                        ? JobParts.cached(keyed, BenchModels.bytes(job.model()), job.keys())
                        : keyed.process(operator(job)))
                .name("operator")
                .sinkTo(new DiscardingSink<>())
                .name("sink");
    }

    private static DataStream<SensorRecord> records(StreamExecutionEnvironment env, JobCase job) {
        return switch (job.input()) {
            case SAMPLES -> from(env, job, RecordMaker.samples(job.keys()), SensorRecord.class);
            case JSON -> decoded(env, job, RecordFormat.JSON);
            case PACKED -> decoded(env, job, RecordFormat.PACKED);
            case KAFKA -> throw new IllegalArgumentException("records of Kafka are not made here");
        };
    }

    private static DataStream<SensorRecord> decoded(StreamExecutionEnvironment env, JobCase job, RecordFormat format) {
        return JobParts.decoded(from(env, job, RecordMaker.bytes(format, job.keys()), KafkaRecord.class), format);
    }

    private static <T> DataStream<T> from(
            StreamExecutionEnvironment env, JobCase job, RecordMaker<T> maker, Class<T> type) {
        boolean wholePrefix = (job.operator() == JobCase.Operator.SKIP_RNN || job.operator() == JobCase.Operator.CACHED)
                && !job.model().equals("gru-110");
        return env.fromSource(
                new GeneratedSource<>(maker, job.keys(), job.packet(), wholePrefix, job.parallelism()),
                WatermarkStrategy.noWatermarks(),
                "sensors",
                TypeInformation.of(type));
    }

    private static KeyedProcessFunction<String, SensorRecord, ?> operator(JobCase job) throws ModelFormatException {
        return switch (job.operator()) {
            case SKIP_RNN -> JobParts.operator(BenchModels.bytes(job.model()));
            case CACHED -> throw new IllegalArgumentException("a cache needs an operator of its own");
            case PASS -> new ReadOneState();
            case NAIVE -> new NaiveSkipRnn(job.model());
            case ONNX -> new OnnxPerSample(job.model());
        };
    }
}
