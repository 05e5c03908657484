package dev.skipstream.rnn;

/**
 * What the head says.
 *
 * @param outputs raw head outputs (O)
 * @param probabilities softmax or sigmoid of the outputs (O); empty for a linear head
 * @param label index of the greatest output, the first one of equals; −1 for a linear head
 */
public record Classification(float[] outputs, float[] probabilities, int label) {
    /** At this probability and above a sigmoid head's label is on. */
    private static final float ON = 0.5f;

    /** Whether a sigmoid head's label with this probability is on. */
    public static boolean isOn(float probability) {
        return probability >= ON;
    }

    /**
     * Reads the raw outputs. The exponentials are StrictMath's in double and each probability is rounded once, so the
     * bits are the same on every JDK.
     */
    public static Classification of(HeadKind head, float[] outputs) {
        return switch (head) {
            case LINEAR -> new Classification(outputs, new float[0], -1);
            case SIGMOID -> new Classification(outputs, sigmoid(outputs), argmax(outputs));
            case SOFTMAX -> new Classification(outputs, softmax(outputs), argmax(outputs));
        };
    }

    private static float[] sigmoid(float[] outputs) {
        float[] p = new float[outputs.length];
        for (int o = 0; o < p.length; o++) {
            p[o] = UpdateGate.increment(outputs[o]);
        }
        return p;
    }

    private static float[] softmax(float[] outputs) {
        double max = outputs[argmax(outputs)];
        double[] e = new double[outputs.length];
        double sum = 0;
        for (int o = 0; o < e.length; o++) {
            e[o] = StrictMath.exp(outputs[o] - max);
            sum += e[o];
        }
        float[] p = new float[e.length];
        for (int o = 0; o < p.length; o++) {
            p[o] = (float) (e[o] / sum);
        }
        return p;
    }

    private static int argmax(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }
}
