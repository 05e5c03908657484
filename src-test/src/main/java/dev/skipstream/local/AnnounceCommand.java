package dev.skipstream.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skipstream.format.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code skipstream announce}: a model file into the models topic, for running jobs to change to. */
@Command(
        name = "announce",
        description = {
            "Announce a model to running jobs: put it into their models topic, as name@version.",
            "Sequences that begin at the given time of their sensor or later begin with it; running ones are not touched.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = SkipstreamLocal.Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  skipstream announce frequency.safetensors                (every new sequence, at once)",
            "  skipstream announce frequency.safetensors --effective-from 2026-12-01T06:00:00Z"
        })
final class AnnounceCommand implements Callable<Integer> {
    private static final String EFFECTIVE_FROM = "effective-from";
    private static final int OVERHEAD_BYTES = 4096; // of key, header and batch, more than enough

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "model file (.safetensors)")
    private Path file;

    @Option(
            names = "--models-topic",
            paramLabel = "TOPIC",
            defaultValue = "models",
            description = "to announce in; it must exist (default: ${DEFAULT-VALUE})")
    private String topic;

    @Option(
            names = "--effective-from",
            paramLabel = "TIME",
            description = {
                "first time of a sequence's first sample, as the sensors count it: epoch ms, or as 2026-12-01T06:00:00Z",
                "(default: every new sequence, at once, in place of all that was announced before)"
            })
    private String effectiveFrom;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,...",
            description = "Kafka (default: localhost:9092)")
    private String bootstrapServers;

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description = "properties of Kafka's producer: TLS, SASL, anything")
    private Path kafkaProperties;

    @Option(names = "--json", description = "print what was announced as JSON")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Long from = effectiveFrom == null ? null : time(effectiveFrom);
        byte[] bytes = Files.readAllBytes(file);
        ModelFile model = ModelFile.parse(bytes, file.toString());
        KafkaTarget target = KafkaTarget.of(bootstrapServers, kafkaProperties);
        target.requireTopic(topic);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, model.stamp().getBytes(StandardCharsets.UTF_8), bytes);
        if (from != null) {
            record.headers().add(EFFECTIVE_FROM, Long.toString(from).getBytes(StandardCharsets.UTF_8));
        }
        try (Producer<byte[], byte[]> producer = target.producer(bytes.length + OVERHEAD_BYTES)) {
            told(model, from, producer.send(record).get());
        } catch (ExecutionException e) {
            throw new IOException(
                    "topic " + topic + " must take " + model.stamp() + " of " + bytes.length + " bytes, found: "
                            + e.getCause().getMessage(),
                    e);
        }
        return 0;
    }

    private void told(ModelFile model, Long from, RecordMetadata place) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode line = new ObjectMapper()
                    .createObjectNode()
                    .put("model", model.stamp())
                    .put("modelHash", model.sha256())
                    .put("topic", topic)
                    .put("partition", place.partition())
                    .put("offset", place.offset());
            out.println(from == null ? line : line.put("effectiveFrom", from));
        } else {
            out.println("Announced " + model.stamp() + " in " + topic + "-" + place.partition() + " at offset "
                    + place.offset() + ", effective "
                    + (from == null ? "at once" : "from " + from + " (" + Instant.ofEpochMilli(from) + ")"));
        }
        out.flush();
    }

    private static long time(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notMs) {
            try {
                return Instant.parse(text).toEpochMilli();
            } catch (DateTimeParseException | ArithmeticException e) {
                throw new IllegalArgumentException(
                        "--effective-from must be epoch ms or a time such as 2026-12-01T06:00:00Z, found " + text, e);
            }
        }
    }
}
