package dev.skipstream.report;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.Sequence;
import dev.skipstream.rnn.Classification;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.SkipRnn;
import dev.skipstream.rnn.UpdateGate;
import java.util.BitSet;
import java.util.Locale;

/**
 * What a network made of one sequence.
 *
 * @param number of the sequence in its data set, from 0
 * @param used the samples that updated the state; the others were skipped
 * @param target what was to be found; empty when unknown
 * @param predicted what the network says
 * @param probability of the prediction; NaN unless it is one class of several
 * @param wrong whether the prediction is another class than the target
 */
public record SampleUse(
        int number,
        Sequence sequence,
        BitSet used,
        String target,
        String predicted,
        double probability,
        boolean wrong) {

    private static final float ON = 0.5f;

    /**
     * Runs a network over one sequence of a set. Costs the network's updates.
     *
     * @throws IllegalArgumentException if there is no such sequence, or its samples are of another width
     */
    public static SampleUse of(SkipRnn rnn, DataSet set, int number) {
        RnnConfig config = rnn.config();
        if (number < 0 || number >= set.sequences().size()) {
            throw new IllegalArgumentException("sequence must be 0 to "
                    + (set.sequences().size() - 1) + " of " + set.name() + ", found " + number);
        }
        if (set.channels() != config.channels()) {
            throw new IllegalArgumentException(set.name() + " must have " + config.channels()
                    + " channels for this model, found " + set.channels());
        }
        Sequence sequence = set.sequences().get(number);
        RnnState state = rnn.newState();
        BitSet used = run(rnn, sequence, state);
        Classification result = rnn.classify(state);
        String target = target(set, sequence);
        String predicted = predicted(config, result);
        boolean classes = config.head() == HeadKind.SOFTMAX;
        return new SampleUse(
                number,
                sequence,
                used,
                target,
                predicted,
                classes ? result.probabilities()[result.label()] : Double.NaN,
                classes && !target.isEmpty() && !target.equals(predicted));
    }

    /** As {@link SkipRnn#run}, noting the samples that are used. */
    private static BitSet run(SkipRnn rnn, Sequence sequence, RnnState state) {
        BitSet used = new BitSet(sequence.length());
        long t = 0;
        while (t < sequence.length()) {
            used.set((int) t);
            float increment = rnn.step(sequence.values(), (int) t * sequence.channels(), state);
            long next = UpdateGate.samplesToNextUpdate(increment);
            t = next < sequence.length() ? t + next : sequence.length();
        }
        return used;
    }

    private static String target(DataSet set, Sequence sequence) {
        if (set.targets().isNamed()) {
            return String.join(" ", set.labelsOf(sequence));
        }
        return sequence.hasTarget() ? number(sequence.target()) : "";
    }

    private static String predicted(RnnConfig config, Classification result) {
        if (config.head() == HeadKind.LINEAR) {
            return number(result.outputs()[0]);
        }
        if (config.head() == HeadKind.SOFTMAX) {
            return config.labels().get(result.label());
        }
        StringBuilder names = new StringBuilder();
        for (int o = 0; o < config.outputs(); o++) {
            if (result.probabilities()[o] >= ON) {
                names.append(names.isEmpty() ? "" : ", ").append(config.labels().get(o));
            }
        }
        return names.isEmpty() ? "none" : names.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    /** How many samples updated the state. */
    public int updates() {
        return used.cardinality();
    }

    /** Which sequence it was, what the network made of it, how sure it is and what it cost, in a line. */
    String heading() {
        String answer = target.isEmpty()
                ? predicted
                : target
                        + (wrong
                                ? ", wrong: " + predicted
                                : target.equals(predicted) ? ", right" : ", predicted " + predicted);
        String sure = Double.isNaN(probability) ? "" : "p " + probabilityText() + ", ";
        return "#" + number + ": " + answer + " (" + sure + updates() + " of " + sequence.length() + " used)";
    }

    /** Never 1.000 for what is less. */
    private String probabilityText() {
        String text = String.format(Locale.ROOT, "%.3f", probability);
        return text.equals("1.000") && probability < 1 ? "> 0.999" : "= " + text;
    }
}
