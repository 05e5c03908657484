package dev.skipstream.flink;

import dev.skipstream.format.ModelFile;
import dev.skipstream.format.ModelFormatException;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.stream.Emission;
import dev.skipstream.stream.SequenceRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What main found out before it builds the job: options that fit together, a model that reads.
 *
 * @param options as given
 * @param source the model's bytes
 * @param model the same, understood
 * @param shape of the samples
 * @param rules of the sequences
 * @param kafka properties of every client
 */
record JobSetup(
        JobOptions options,
        ModelSource source,
        ModelFile model,
        SampleShape shape,
        SequenceRules rules,
        KafkaSettings kafka) {
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");
    private static final String SHIPPED = "/models/frequency.safetensors";

    /**
     * @throws IllegalArgumentException naming the option, what was expected and what was found
     */
    static JobSetup of(JobOptions options) {
        checkNames(options);
        ModelSource source = source(options.model);
        ModelFile model;
        try {
            model = source.parse();
        } catch (ModelFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        RnnConfig config = model.config();
        return new JobSetup(
                options,
                source,
                model,
                SampleShape.of(config),
                rules(options, config, source.origin()),
                new KafkaSettings(options.bootstrapServers, options.kafkaProperties));
    }

    private static SequenceRules rules(JobOptions options, RnnConfig config, String origin) {
        long gapMs = millis(options.sequenceGap);
        long length = options.sequenceLength == null ? config.sequenceLength() : options.sequenceLength;
        if (options.sequenceLength == null && length == 0 && gapMs == 0) {
            throw new IllegalArgumentException(
                    "--sequence-length must be given for a model of any length (0: an endless"
                            + " sequence), found none (" + origin + ")");
        }
        if (options.emit == Emission.CHANGE && config.head() == HeadKind.LINEAR) {
            throw new IllegalArgumentException(
                    "--emit change must have a model with labels, found a linear head (" + origin + ")");
        }
        return SequenceRules.of(length, gapMs, options.emit, millis(options.restartGap))
                .withMaxLateness(millis(options.maxLateness))
                .withIdleTimeout(millis(options.idleTimeout))
                .withUsed(options.includeUsed);
    }

    /** A duration of more ms than a long holds is one that never passes. */
    private static long millis(Duration duration) {
        try {
            return duration.toMillis();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    /** What Kafka would refuse only when the job runs, again and again, or what would feed the job its own results. */
    private static void checkNames(JobOptions options) {
        checkTopic("--input-topic", options.inputTopic);
        checkTopic("--output-topic", options.outputTopic);
        checkTopic("--rejected-topic", options.rejectedTopic);
        Set<String> topics = new HashSet<>(List.of(options.inputTopic, options.outputTopic, options.rejectedTopic));
        if (topics.size() < 3) {
            throw new IllegalArgumentException("--input-topic, --output-topic and --rejected-topic must differ, found "
                    + options.inputTopic + ", " + options.outputTopic + ", " + options.rejectedTopic);
        }
        if (options.groupId.isBlank()) {
            throw new IllegalArgumentException("--group-id must be a name, found an empty one");
        }
    }

    private static void checkTopic(String option, String name) {
        if (!TOPIC.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    option + " must be 1 to 249 of a-z A-Z 0-9 . _ - and not . or .., found '" + name + "'");
        }
    }

    private static ModelSource source(Path file) {
        try {
            if (file != null) {
                return new ModelSource(file.toString(), Files.readAllBytes(file));
            }
            try (InputStream in = JobSetup.class.getResourceAsStream(SHIPPED)) {
                return new ModelSource("shipped model frequency.safetensors", in.readAllBytes());
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("--model must be a readable file, found " + FileFault.found(file, e), e);
        }
    }
}
