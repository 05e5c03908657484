package dev.skipstream.flink;

import dev.skipstream.format.ModelFile;
import dev.skipstream.format.ModelFormatException;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.stream.SequenceRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

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
    private static final String SHIPPED = "/models/frequency.safetensors";

    /**
     * @throws IllegalArgumentException naming the option, what was expected and what was found
     */
    static JobSetup of(JobOptions options) {
        ModelSource source = source(options.model);
        ModelFile model;
        try {
            model = source.parse();
        } catch (ModelFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        RnnConfig config = model.config();
        long length = options.sequenceLength == null ? config.sequenceLength() : options.sequenceLength;
        if (options.sequenceLength == null && length == 0) {
            throw new IllegalArgumentException(
                    "--sequence-length must be given for a model of any length, found none (" + source.origin() + ")");
        }
        return new JobSetup(
                options,
                source,
                model,
                SampleShape.of(config),
                new SequenceRules(length, options.restartGap.toMillis()),
                new KafkaSettings(options.bootstrapServers, options.kafkaProperties));
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
            throw new IllegalArgumentException("--model must be a readable file, found " + file + " (" + e + ")", e);
        }
    }
}
