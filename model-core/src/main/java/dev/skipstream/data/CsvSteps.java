package dev.skipstream.data;

import dev.skipstream.data.DataSet.TargetKind;
import java.nio.file.Path;
import java.util.List;

/** Sequences of CSV files in which every sample has a target. A sample without one has an empty field. */
final class CsvSteps {
    private CsvSteps() {}

    /**
     * @param folder for messages
     * @param series all of the same kind of targets, at least one
     */
    static DataSet of(Path folder, String name, List<CsvSeries> series) throws DataFormatException {
        TargetKind kind = series.get(0).targets();
        boolean several = kind == TargetKind.STEP_LABELS;
        List<String> labels = TsvReader.sorted(series.stream()
                .flatMap(s -> s.steps().stream())
                .flatMap(text -> (several ? CsvTargets.split(text) : List.of(text)).stream())
                .filter(label -> !label.isEmpty())
                .distinct());
        if (labels.isEmpty()) {
            throw new DataFormatException(folder, "a label in at least one row", "none");
        }
        int channels = series.get(0).channels();
        List<Sequence> sequences = series.stream()
                .map(s -> new Sequence(
                        s.values(),
                        channels,
                        Double.NaN,
                        several ? sets(s.steps(), labels) : classes(s.steps(), labels)))
                .toList();
        return new DataSet(name, channels, kind, labels, sequences);
    }

    private static float[] classes(List<String> steps, List<String> labels) {
        float[] targets = new float[steps.size()]; // (T)
        for (int t = 0; t < targets.length; t++) {
            targets[t] = steps.get(t).isEmpty() ? Float.NaN : labels.indexOf(steps.get(t));
        }
        return targets;
    }

    private static float[] sets(List<String> steps, List<String> labels) {
        float[] targets = new float[steps.size() * labels.size()]; // (T, labels)
        for (int t = 0; t < steps.size(); t++) {
            int at = t * labels.size();
            CsvTargets.split(steps.get(t)).forEach(label -> targets[at + labels.indexOf(label)] = 1f);
        }
        return targets;
    }
}
