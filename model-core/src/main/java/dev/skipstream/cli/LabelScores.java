package dev.skipstream.cli;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well several labels at once are told.
 *
 * @param meanAveragePrecision mean over the labels that at least one sequence has of AP = Σ (Rₙ − Rₙ₋₁)·Pₙ, precision
 *     and recall at every output as threshold; NaN without any
 * @param microF1 2·TP / (2·TP + FP + FN) over all labels together, a label being predicted from a probability of 0.5 on
 * @param accuracy share of labels told right, of all labels of all sequences
 */
record LabelScores(double meanAveragePrecision, double microF1, double accuracy) {

    /**
     * @param outputs raw, (O) each
     * @param targets of as many sequences or samples: 1 for each label that is set, (O) each
     */
    static LabelScores of(List<float[]> outputs, List<float[]> targets) {
        int labels = outputs.get(0).length;
        double precisions = 0;
        int counted = 0;
        long hits = 0; // true positives
        long errors = 0; // false positives and negatives
        for (int o = 0; o < labels; o++) {
            int label = o;
            double[] y = outputs.stream().mapToDouble(row -> row[label]).toArray();
            boolean[] set = new boolean[y.length];
            for (int n = 0; n < y.length; n++) {
                set[n] = targets.get(n)[label] > 0;
                hits += set[n] && y[n] >= 0 ? 1 : 0;
                errors += set[n] != y[n] >= 0 ? 1 : 0;
            }
            double precision = averagePrecision(y, set);
            if (!Double.isNaN(precision)) {
                precisions += precision;
                counted++;
            }
        }
        double f1 = hits + errors == 0 ? 1 : 2.0 * hits / (2.0 * hits + errors);
        return new LabelScores(precisions / counted, f1, 1 - errors / ((double) labels * outputs.size()));
    }

    /** Equal outputs are one threshold. NaN if nothing is set. */
    static double averagePrecision(double[] y, boolean[] set) {
        int[] order = IntStream.range(0, y.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer n) -> -y[n]))
                .mapToInt(Integer::intValue)
                .toArray();
        long all = IntStream.range(0, set.length).filter(n -> set[n]).count();
        double sum = 0;
        long hits = 0;
        long before = 0;
        for (int n = 0; n < order.length; n++) {
            hits += set[order[n]] ? 1 : 0;
            if (n + 1 == order.length || y[order[n + 1]] != y[order[n]]) {
                sum += (hits - before) * (double) hits / (n + 1);
                before = hits;
            }
        }
        return sum / all;
    }
}
