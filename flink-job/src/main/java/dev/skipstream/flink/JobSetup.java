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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What main found out before it builds the job: options that fit together, models that read.
 *
 * @param options as given
 * @param models that the job begins with
 * @param announcements reads the models topic; null without one
 * @param model the one that says what samples look like
 * @param shape of the samples
 * @param rules of the sequences
 * @param kafka properties of every client
 */
record JobSetup(
        JobOptions options,
        StartingModels models,
        AnnouncementDecoder announcements,
        ModelFile model,
        SampleShape shape,
        SequenceRules rules,
        KafkaSettings kafka) {
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");
    private static final String SHIPPED = "/models/frequency.safetensors";

    /**
     * Checks what can be checked before Kafka is asked for anything. With a models topic the setup is only whole after
     * {@link #announced}.
     *
     * @return null if the job's first model is still to be found in the models topic
     * @throws IllegalArgumentException naming the option, what was expected and what was found
     */
    static JobSetup of(JobOptions options) {
        checkNames(options);
        if (options.cachedSensors < 0) {
            throw new IllegalArgumentException("--cached-sensors must be >= 0, found " + options.cachedSensors);
        }
        if (options.modelsTopic != null && options.model == null) {
            return null;
        }
        return of(options, StartingModels.only(source(options.model)), null, kafka(options));
    }

    /**
     * Reads the models topic, and waits there for a first model if the job has none of its own.
     *
     * @param notes takes what a person should know meanwhile
     * @throws IllegalArgumentException naming the option, what was expected and what was found
     * @throws IllegalStateException if Kafka does not answer
     */
    static JobSetup announced(JobOptions options, Consumer<String> notes) throws InterruptedException {
        try {
            ModelSource own = options.model == null ? null : source(options.model);
            ModelFile model = own == null ? null : own.parse();
            String name = options.modelName != null || model == null ? options.modelName : model.name();
            if (model != null && !model.name().equals(name)) {
                notes.accept("--model is " + model.stamp() + ": it serves until topic " + options.modelsTopic
                        + " has a " + name);
            }
            KafkaSettings kafka = kafka(options);
            AnnouncedModels topic = new AnnouncedModels(
                    options.modelsTopic, kafka, name, model == null ? null : SampleShape.of(model.config()), notes);
            StartingModels models = topic.read(own, options.modelsKept);
            return of(options, models, topic.decoder(), kafka);
        } catch (ModelFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static JobSetup of(
            JobOptions options, StartingModels models, AnnouncementDecoder announcements, KafkaSettings kafka) {
        ModelFile model;
        try {
            model = models.first();
        } catch (ModelFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        RnnConfig config = model.config();
        return new JobSetup(
                options,
                models,
                announcements,
                model,
                SampleShape.of(config),
                rules(options, config, models.origin()),
                kafka);
    }

    private static KafkaSettings kafka(JobOptions options) {
        return new KafkaSettings(options.bootstrapServers, options.kafkaProperties);
    }

    /** Every topic that must be there. */
    static List<String> topics(JobOptions options) {
        List<String> topics = new ArrayList<>(List.of(options.inputTopic, options.outputTopic, options.rejectedTopic));
        if (options.modelsTopic != null) {
            topics.add(options.modelsTopic);
        }
        return topics;
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
                .withUsed(options.includeUsed)
                .withResetOnModelChange(options.onModelChange == JobOptions.ModelChange.RESET);
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
        if (options.modelsTopic != null) {
            checkTopic("--models-topic", options.modelsTopic);
            if (!topics.add(options.modelsTopic)) {
                throw new IllegalArgumentException(
                        "--models-topic must be a topic of its own, found " + options.modelsTopic);
            }
        } else if (options.modelName != null) {
            throw new IllegalArgumentException(
                    "--model-name must go with --models-topic, found " + options.modelName + " alone");
        }
        if (options.modelName != null && options.modelName.isBlank()) {
            throw new IllegalArgumentException("--model-name must be a name, found an empty one");
        }
        if (options.modelsKept < 1) {
            throw new IllegalArgumentException("--models-kept must be >= 1, found " + options.modelsKept);
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
