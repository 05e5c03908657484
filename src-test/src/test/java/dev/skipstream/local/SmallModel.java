package dev.skipstream.local;

import dev.skipstream.format.ModelFile;
import dev.skipstream.format.ModelFormatException;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** An untrained Skip LSTM that uses roughly every seventh sample. */
final class SmallModel {

    private SmallModel() {}

    static ModelFile of(int channels, int length) throws ModelFormatException {
        RnnConfig config = new RnnConfig(
                CellKind.SKIP_LSTM,
                channels,
                List.of(8),
                HeadKind.SOFTMAX,
                2,
                List.of("target", "distractor"),
                false,
                length,
                1,
                false,
                0);
        RnnWeights weights = new RnnWeights(config);
        SplittableRandom random = new SplittableRandom(5);
        config.shapes().keySet().forEach(name -> {
            float[] data = weights.data(name);
            for (int i = 0; i < data.length; i++) {
                data[i] = (float) random.nextDouble(-1, 1);
            }
        });
        weights.data("update.bias")[0] = -2.6f; // σ = 0.07
        return ModelFile.parse(ModelFile.toBytes(config, weights, Map.of("name", "small", "version", "1")), "small");
    }
}
