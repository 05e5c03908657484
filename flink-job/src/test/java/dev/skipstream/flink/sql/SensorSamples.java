package dev.skipstream.flink.sql;

import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.Classification;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.SkipRnn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.types.Row;

/**
 * The samples of some sensors, interleaved: row i is sample i / {@link #SENSORS} of sensor s(i % SENSORS), a millisecond
 * after the one before. A golden model of two channels understands them.
 */
final class SensorSamples implements MapFunction<Long, Row> {
    private static final long serialVersionUID = 1L;

    static final int SENSORS = 5;
    static final int T = 20;
    static final TypeInformation<Row> TYPE = Types.ROW_NAMED(
            new String[] {"sensor", "seq", "time", "value"},
            Types.STRING,
            Types.LONG,
            Types.LONG,
            Types.OBJECT_ARRAY(Types.FLOAT));

    private static final ModelFile MODEL = golden();

    private final boolean swapped;

    /**
     * @param swapped whether samples 1, 0, 3, 2, … come in this order
     */
    SensorSamples(boolean swapped) {
        this.swapped = swapped;
    }

    /** Makes every row take a millisecond, so that a test can stop a query midway. */
    static volatile boolean slow;

    static Path file(String golden) {
        try {
            return Path.of(SensorSamples.class
                    .getResource("/golden/" + golden + "/model.safetensors")
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ModelFile golden() {
        try {
            return ModelFile.read(file("skip_gru"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Row map(Long i) throws InterruptedException {
        if (slow) {
            Thread.sleep(1);
        }
        int sensor = (int) (i % SENSORS);
        long seq = swapped ? i / SENSORS ^ 1 : i / SENSORS;
        float[] sample = sample(sensor, seq);
        return Row.of("s" + sensor, seq, seq, new Float[] {sample[0], sample[1]});
    }

    private static float[] sample(int sensor, long seq) {
        SplittableRandom random = new SplittableRandom(sensor * 1_000_003L + seq);
        return new float[] {(float) random.nextDouble(-2, 2), (float) random.nextDouble(-2, 2)};
    }

    /** What the model says of a whole sequence. */
    record Expected(int updates, Classification classification, String modelHash) {
        static Expected of(int sensor, long sequence) {
            float[] samples = new float[2 * T];
            for (int t = 0; t < T; t++) {
                System.arraycopy(sample(sensor, sequence * T + t), 0, samples, 2 * t, 2);
            }
            SkipRnn rnn = new SkipRnn(MODEL.config(), MODEL.weights());
            RnnState state = rnn.newState();
            return new Expected(rnn.run(samples, T, state), rnn.classify(state), MODEL.sha256());
        }

        String label() {
            return MODEL.config().labels().get(classification.label());
        }
    }
}
