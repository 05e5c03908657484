package dev.skipstream.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skipstream.data.DataFiles;
import dev.skipstream.data.DataSet;
import dev.skipstream.format.GoldenCase;
import dev.skipstream.format.Safetensors;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenGradientTest {
    private static final double TOLERANCE = 1e-5; // absolute and relative

    static Stream<GoldenCase> cases() {
        return GoldenCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveEveryGradientOfTheReference(GoldenCase golden) throws IOException {
        RnnConfig config = golden.model().config();
        Safetensors expected =
                Safetensors.parse(Files.readAllBytes(golden.folder().resolve("gradients.safetensors")), "gradients");
        DataSet data = DataFiles.read(golden.folder().resolve("input.ts"));
        int count = data.sequences().size();
        Batch batch = new DataSetBatches(data, config, count, ClassWeights.NONE, new SplittableRandom(1)).next();
        RnnWeights gradients = new RnnWeights(config);
        double lambda = Double.parseDouble(expected.metadata().get("lambda"));
        Bptt.Result result;
        try (Bptt bptt = new Bptt(config, 1)) {
            result = bptt.run(golden.model().weights(), batch, GateLoss.budget(lambda, 0), gradients);
        }
        double loss = Double.parseDouble(expected.metadata().get("loss"));
        assertEquals(loss, result.loss(), TOLERANCE * Math.max(1, loss), "loss");
        assertEquals(Arrays.stream(golden.updates()).average().orElseThrow(), result.updates(), 1e-12, "updates");
        assertEquals(expected.tensors().keySet(), gradients.tensors().keySet());
        for (Map.Entry<String, Safetensors.Tensor> tensor : expected.tensors().entrySet()) {
            float[] want = tensor.getValue().values();
            float[] got = gradients.data(tensor.getKey());
            for (int i = 0; i < want.length; i++) {
                double tolerance = TOLERANCE * (1 + Math.abs(want[i]));
                assertEquals(want[i], got[i], tolerance, tensor.getKey() + "[" + i + "]");
            }
        }
    }
}
