package dev.skipstream.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skipstream.data.DataSet;
import dev.skipstream.data.DisturbedTask;
import dev.skipstream.data.DisturbedTask.Disturbance;
import dev.skipstream.data.FrequencyTask;
import dev.skipstream.data.SequenceSource;
import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.train.Validation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What models of the frequency task do on signals of worse sensors than those they were trained on: noise, amplitude,
 * offset and an uneven clock.
 */
record NoiseReport(List<Line> lines) {
    private static final double JITTER = 0.1; // of a sampling period
    private static final double AMPLITUDE = 2;
    private static final double OFFSET = 0.5;
    private static final double CLEAN = Double.POSITIVE_INFINITY;

    /** One model under one condition. */
    private record Line(String model, String condition, Validation measured) {}

    /** What noise-trained networks learn: everything at once, from nearly clean to rather noisy. */
    static SequenceSource trainingTask(double samplingPeriodMs) {
        return new DisturbedTask(
                new FrequencyTask(samplingPeriodMs, JITTER), new Disturbance(5, 30, AMPLITUDE, OFFSET));
    }

    /**
     * Measures models.
     *
     * @param models by what the table calls them
     * @param count fresh sequences a condition
     * @throws IllegalArgumentException if one is not a model of the frequency task
     */
    static NoiseReport of(Map<String, ModelFile> models, int count, long seed) {
        List<Line> lines = new ArrayList<>();
        models.forEach((name, file) -> {
            RnnConfig config = file.config();
            double period = config.samplingPeriodMs();
            if (!(period > 0) || !config.labels().equals(new FrequencyTask(period).labels())) {
                throw new IllegalArgumentException("--noise must name models of the frequency task, found " + name);
            }
            conditions(period).forEach((condition, task) -> {
                DataSet fresh = task.dataSet(RowTraining.MEASURED_SEED + seed, count);
                lines.add(new Line(name, condition, Validation.on(fresh, config, file.weights(), 0, seed)));
            });
        });
        return new NoiseReport(lines);
    }

    private static Map<String, SequenceSource> conditions(double period) {
        SequenceSource clean = new FrequencyTask(period);
        Map<String, SequenceSource> conditions = new LinkedHashMap<>();
        conditions.put("clean", clean);
        for (int snr : new int[] {20, 10, 0}) {
            conditions.put("SNR " + snr + " dB", new DisturbedTask(clean, Disturbance.noise(snr)));
        }
        conditions.put("amplitude ×0.5 … 2", new DisturbedTask(clean, new Disturbance(CLEAN, CLEAN, AMPLITUDE, 0)));
        conditions.put("offset ±0.5", new DisturbedTask(clean, new Disturbance(CLEAN, CLEAN, 1, OFFSET)));
        conditions.put("jitter ±10 %", new FrequencyTask(period, JITTER));
        conditions.put(
                "all, SNR 20 dB",
                new DisturbedTask(new FrequencyTask(period, JITTER), new Disturbance(20, 20, AMPLITUDE, OFFSET)));
        return conditions;
    }

    static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.safetensors$", "");
    }

    /** One row a condition, one column a model: accuracy and updates. */
    void print(PrintWriter out) {
        List<String> models = lines.stream().map(Line::model).distinct().toList();
        out.println("| signals | " + String.join(" | ", models) + " |");
        out.println("|---|" + "---|".repeat(models.size()));
        lines.stream().map(Line::condition).distinct().forEach(condition -> {
            StringBuilder text = new StringBuilder("| " + condition + " |");
            lines.stream()
                    .filter(line -> line.condition().equals(condition))
                    .forEach(line -> text.append(String.format(
                            Locale.ROOT,
                            " %.2f %%, %.1f updates |",
                            100 * line.measured().accuracy(),
                            line.measured().updates())));
            out.println(text);
        });
    }

    ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode array = node.put("task", "frequency").putArray("noise");
        for (Line line : lines) {
            array.addObject()
                    .put("model", line.model())
                    .put("signals", line.condition())
                    .put("accuracy", line.measured().accuracy())
                    .put("updates", line.measured().updates());
        }
        return node;
    }
}
