package dev.skipstream.local;

import dev.skipstream.data.FrequencyTask;
import dev.skipstream.flink.FileFault;
import dev.skipstream.flink.SkipRnnJob;
import dev.skipstream.format.ModelFile;
import dev.skipstream.format.ModelFormatException;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.SkipRnn;
import dev.skipstream.rnn.UpdateGate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Says which samples of a signal the job's model uses, by running the same model over it: the job's results carry only
 * their count. Immutable and thread-safe.
 */
final class UsedSamples {
    private static final String SHIPPED = "/models/frequency.safetensors";

    private final ModelFile model;
    private final SkipRnn rnn;

    UsedSamples(ModelFile model) {
        this.model = model;
        this.rnn = new SkipRnn(model.config(), model.weights());
    }

    /**
     * Reads the model that the job reads.
     *
     * @param file null = the shipped one
     * @throws IllegalArgumentException naming the file, what was expected and what was found
     */
    static UsedSamples of(Path file) {
        try {
            return new UsedSamples(file == null ? shipped() : ModelFile.read(file));
        } catch (ModelFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("--model must be a readable file, found " + FileFault.found(file, e), e);
        }
    }

    private static ModelFile shipped() throws IOException {
        try (InputStream in = SkipRnnJob.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalArgumentException("--model must be given: this build ships no model " + SHIPPED);
            }
            return ModelFile.parse(in.readAllBytes(), "shipped model frequency.safetensors");
        }
    }

    /** The model as results name it: {@code name@version}. */
    String stamp() {
        return model.stamp();
    }

    /** Whether the model reads signals of this shape, a signal being one of its sequences. */
    boolean fits(int channels, int length) {
        RnnConfig config = model.config();
        return config.vocabulary() == 0
                && config.channels() == channels
                && (config.sequenceLength() == length || config.sequenceLength() == 0);
    }

    /** @throws IllegalArgumentException if the model is none of the task's signals and labels, whatever its length says */
    void requireModelOf(FrequencyTask task) {
        RnnConfig config = model.config();
        if (!fits(1, task.length()) || !config.labels().containsAll(task.labels())) {
            throw new IllegalArgumentException("--model must be one of the frequency task (1 channel, sequences of "
                    + task.length() + " samples or of any length, labels " + task.labels() + "), found " + model.stamp()
                    + " ("
                    + (config.vocabulary() > 0
                            ? "tokens"
                            : config.channels() + (config.channels() == 1 ? " channel" : " channels"))
                    + ", sequences of "
                    + (config.sequenceLength() == 0 ? "any length" : config.sequenceLength() + " samples")
                    + ", " + (config.labels().isEmpty() ? "no labels" : "labels " + config.labels()) + ")");
        }
    }

    /**
     * 0-based positions of the samples used, ascending; costs as many updates as there are positions.
     *
     * @param values (T, I), of a shape that {@link #fits}
     */
    int[] positions(float[] values) {
        int channels = model.config().channels();
        int length = values.length / channels;
        int[] used = new int[length];
        int count = 0;
        RnnState state = rnn.newState();
        long t = 0;
        while (t < length) {
            used[count++] = (int) t;
            long next = UpdateGate.samplesToNextUpdate(rnn.step(values, (int) t * channels, state));
            t = next < length ? t + next : length;
        }
        return Arrays.copyOf(used, count);
    }
}
